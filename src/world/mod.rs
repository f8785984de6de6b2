//! A scenario drawn: customers, catalog, random streams.
