//! Inference on numbers; knows nothing of customers.
