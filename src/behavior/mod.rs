//! The customer: pure functions, one file per mechanism.
