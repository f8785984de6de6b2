//! Distributions and special functions.

use creepline::stats as ours;
use serde_json::{Value, json};

use crate::answer::{measured, number};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    let given = |name: &str| number(&inputs[name]);
    Some(match function {
        "normal" => {
            let x = given("x");
            json!({ "cdf": measured(ours::normal_cdf(x)), "sf": measured(ours::normal_sf(x)), "logsf": measured(ours::normal_log_sf(x)) })
        }
        "normal_ppf" => json!({ "z": measured(ours::normal_quantile(given("p"))) }),
        "student_t" => {
            let (x, freedom) = (given("x"), given("df"));
            json!({ "cdf": measured(ours::student_t_cdf(x, freedom)), "sf": measured(ours::student_t_sf(x, freedom)) })
        }
        "student_t_ppf" => json!({ "t": measured(ours::student_t_quantile(given("p"), given("df"))) }),
        "chi2_sf" => {
            let (x, freedom) = (given("x"), given("df"));
            json!({ "cdf": measured(ours::chi_square_cdf(x, freedom)), "sf": measured(ours::chi_square_sf(x, freedom)) })
        }
        "f_sf" => json!({ "sf": measured(ours::f_sf(given("x"), given("d1"), given("d2"))) }),
        "beta_dist" => {
            let (x, p, a, b) = (given("x"), given("p"), given("a"), given("b"));
            json!({
                "cdf": measured(ours::beta_cdf(x, a, b)),
                "sf": measured(ours::beta_sf(x, a, b)),
                "ppf": measured(ours::beta_quantile(p, a, b)),
            })
        }
        "noncentral_t" => {
            let (x, freedom, shift) = (given("x"), given("df"), given("nc"));
            json!({ "cdf": measured(ours::noncentral_t_cdf(x, freedom, shift)), "sf": measured(ours::noncentral_t_sf(x, freedom, shift)) })
        }
        "lgamma_digamma" => {
            let (a, b) = (given("a"), given("b"));
            json!({ "gammaln": measured(ours::ln_gamma(a)), "digamma": measured(ours::digamma(a)), "betaln": measured(ours::ln_beta(a, b)) })
        }
        "kolmogorov_sf" => json!({ "sf": measured(ours::kolmogorov_sf(given("x"))) }),
        _ => return None,
    })
}
