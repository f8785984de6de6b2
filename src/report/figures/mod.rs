//! Figures that the window and the dossier share.

mod story;

pub use story::StoryFigure;
