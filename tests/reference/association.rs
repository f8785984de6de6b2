//! Topic `association`.

use creepline::stats::{contingency, kendall, linear_trend, pearson, somers_d, spearman, theil_sen, weighted_tau};
use serde_json::{Value, json};

use crate::answer::{list, measured, numbers, out};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    match function {
        "contingency" => Some(table(inputs)),
        "rank_correlation" => Some(ranks(inputs)),
        "trend_novelty" => Some(trend(inputs)),
        _ => None,
    }
}

fn table(inputs: &Value) -> Value {
    let table: Vec<Vec<f64>> = list(&inputs["table"]).iter().map(numbers).collect();
    let Ok(found) = contingency(&table) else { return Value::Null };
    json!({
        "chi2": out(found.chi_square),
        "df": found.degrees_of_freedom,
        "p": out(found.p),
        "g": out(found.g),
        "mutual_information_nats": out(found.mutual_information_nats),
        "cramers_v": measured(found.cramers_v),
        "cramers_v_bias_corrected": measured(found.cramers_v_bias_corrected),
        "tschuprow_t": measured(found.tschuprow_t),
        "pearson_c": out(found.pearson_c),
    })
}

fn ranks(inputs: &Value) -> Value {
    let (x, y) = (numbers(&inputs["x"]), numbers(&inputs["y"]));
    let kendall = kendall(&x, &y);
    let (pearson, spearman) = (pearson(&x, &y, 0.95), spearman(&x, &y, 0.95));
    json!({
        "kendall_tau_b": measured(kendall.clone().map(|found| found.tau_b)),
        "kendall_tau_c": measured(kendall.clone().map(|found| found.tau_c)),
        "kendall_p_exact": measured(kendall.clone().and_then(|found| found.p_exact)),
        "kendall_p_asymptotic": measured(kendall.and_then(|found| found.p_asymptotic)),
        "spearman": measured(spearman.clone().map(|found| found.coefficient)),
        "spearman_p": measured(spearman.map(|found| found.p)),
        "pearson": measured(pearson.clone().map(|found| found.coefficient)),
        "pearson_p": measured(pearson.clone().map(|found| found.p)),
        "pearson_ci95": crate::answer::pair(pearson.map(|found| found.interval)),
        "weighted_tau": measured(weighted_tau(&x, &y)),
        "somers_d_y_given_x": measured(somers_d(&x, &y)),
    })
}

fn trend(inputs: &Value) -> Value {
    let (x, y) = (numbers(&inputs["x"]), numbers(&inputs["y"]));
    let line = linear_trend(&x, &y);
    let medians = theil_sen(&x, &y, 0.95);
    json!({
        "slope": measured(line.clone().map(|found| found.slope)),
        "intercept": measured(line.clone().map(|found| found.intercept)),
        "r": measured(line.clone().and_then(|found| found.correlation)),
        "p": measured(line.clone().and_then(|found| found.p)),
        "slope_se": measured(line.clone().and_then(|found| found.slope_error)),
        "intercept_se": measured(line.and_then(|found| found.intercept_error)),
        "theil_slope": measured(medians.clone().map(|found| found.slope)),
        "theil_low": measured(medians.clone().map(|found| found.interval.0)),
        "theil_high": measured(medians.map(|found| found.interval.1)),
    })
}
