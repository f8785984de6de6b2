//! What can go wrong when a report is written.

/// Why a chart was not drawn.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The run has no finished world.
    #[error("no world of \"{scenario}\" is finished, so there is nothing to draw; run it to the end of at least one world")]
    NothingToShow {
        /// Name of the scenario.
        scenario: String,
    },
    /// The chart asks for what the run does not have.
    #[error("the chart asks for {what}, which the run of \"{scenario}\" does not have")]
    NoSuchPart {
        /// Name of the scenario.
        scenario: String,
        /// What it asks for.
        what: String,
    },
    /// The bundled font cannot be read.
    #[error("the bundled font cannot be read, so no text can be drawn; the build is damaged, install it again")]
    Font,
    /// The drawing library failed.
    #[error("failed to draw the chart: {0}")]
    Drawing(String),
    /// The picture could not be encoded.
    #[error("failed to write the picture as PNG: {0}")]
    Png(#[from] png::EncodingError),
}
