//! The recommender: what it knows of a customer, engines, message attributes.
