//! Real data in, scenario parameters out; the model held against published findings.

pub mod toys;
