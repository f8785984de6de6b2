//! Figures that the window and the dossier share.
