//! Names for people who do not exist: an invented first name with the end of a number, and an id that looks like no account.

use crate::ledger::scramble;

/// Short first names that many languages know.
const NAMES: [&str; 48] = [
    "Ana", "Ada", "Alma", "Amal", "Anouk", "Aya", "Bea", "Cleo", "Dana", "Edda", "Elin", "Emi", "Eva", "Farah", "Gia", "Hana", "Ida", "Ines", "Iris",
    "Isla", "Jana", "Jun", "Kaia", "Kim", "Lea", "Lena", "Lin", "Lina", "Lou", "Luz", "Maja", "Mei", "Mina", "Mira", "Nadia", "Nia", "Noa", "Nora",
    "Oda", "Pia", "Rana", "Rosa", "Sana", "Sara", "Tala", "Uma", "Vera", "Zoe",
];

/// "Ana-0417": an invented first name by a fixed rule, with the last four digits of the number.
pub fn person_name(customer: u64) -> String {
    let place = (scramble(customer) % NAMES.len() as u64) as usize;
    format!("{}-{:04}", NAMES.get(place).copied().unwrap_or("Ana"), customer % 10_000)
}

/// "P-000417".
pub fn person_id(customer: u64) -> String {
    format!("P-{customer:06}")
}

/// The number that somebody typed: "417", "P-000417", "p417".
pub fn person_number(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.strip_prefix(['P', 'p']).map_or(text, |rest| rest.trim_start_matches('-'));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) { None } else { digits.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_fixed_and_ids_are_found_again() {
        assert_eq!(person_name(417), person_name(417));
        assert!(person_name(417).ends_with("-0417") && person_name(1_000_417).ends_with("-0417"));
        assert_eq!((person_id(417).as_str(), person_id(1_234_567).as_str()), ("P-000417", "P-1234567"));
        for text in ["417", " P-000417 ", "p417", "P417"] {
            assert_eq!(person_number(text), Some(417), "{text}");
        }
        for text in ["", "P-", "Ana", "4 17", "-3", "99999999999999999999999"] {
            assert_eq!(person_number(text), None, "{text}");
        }
        let different: std::collections::BTreeSet<String> = (0..400).map(|customer| person_name(customer * 10_000)).collect();
        assert!(different.len() > 40, "the names are all in use");
    }
}
