//! Getting around: where one was before, what the inspector explains, the command palette, what is done with a plot.

use std::path::PathBuf;
use std::sync::Arc;

use super::clock::ClockStep;
use super::command::Command;
use super::keep::KeepStep;
use super::page_find::{Hit, PageFind};
use super::state::{Area, Place, State};
use crate::ledger::Scope;
use crate::report::figure::PlotText;
use crate::report::picture::Picture;
use crate::scenario::Metric;

/// Views remembered on the way back.
const MOST_VIEWS: usize = 100;

/// What the inspector explains.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A metric: definition and values.
    Metric(Metric),
    /// A plot of the screen in view.
    Plot {
        /// Its name on the screen.
        name: &'static str,
        /// Its words.
        text: Arc<PlotText>,
    },
    /// A word of the glossary.
    Word(String),
}

impl Subject {
    /// The metric that it is about, whether clicked as one or looked up as a word.
    pub fn metric(&self) -> Option<Metric> {
        match self {
            Self::Metric(metric) => Some(*metric),
            Self::Word(word) => Metric::from_id(word),
            Self::Plot { .. } => None,
        }
    }
}

/// One view: a screen, whose values it showed, what was explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The screen.
    pub place: Place,
    /// Whose values.
    pub scope: Scope,
    /// What the inspector explained.
    pub subject: Option<Subject>,
}

/// What the palette offers.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is read and searched.
    pub words: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// What happens.
    pub command: Command,
    /// Why it does not go now.
    pub why_not: Option<&'static str>,
}

/// The command palette, open.
#[derive(Clone, Debug)]
pub struct Finder {
    /// What is typed.
    pub query: String,
    /// Everything on offer.
    pub entries: Arc<Vec<Entry>>,
    /// Entries that fit, the best first.
    pub found: Vec<usize>,
    /// The one that Enter takes, from 0 in `found`.
    pub chosen: usize,
    /// Whether it offers exports alone.
    pub exports: bool,
}

/// Getting around.
#[derive(Clone, Debug)]
pub struct Navigation {
    /// Views before this one, the latest last.
    pub back: Vec<Visit>,
    /// Views left by going back, the latest last.
    pub forward: Vec<Visit>,
    /// The screen last seen of each area.
    pub last: Vec<Place>,
    /// Whether the rail is there.
    pub rail: bool,
    /// Whether the inspector is open.
    pub inspector: bool,
    /// What it explains.
    pub subject: Option<Subject>,
    /// The palette.
    pub finder: Option<Finder>,
    /// The search on the screen in view.
    pub here: Option<PageFind>,
    /// Setting to be shown, by path, and until when (seconds of the window's clock): its groups open, and it is scrolled to.
    pub setting: Option<(String, f64)>,
    /// What is typed in the glossary's search.
    pub glossary: String,
    /// The plot whose picture is to be taken in the next frame, and what for.
    pub capture: Option<(&'static str, PlotAction)>,
}

impl Default for Navigation {
    fn default() -> Self {
        Self {
            back: Vec::new(),
            forward: Vec::new(),
            last: Vec::new(),
            rail: true,
            inspector: false,
            subject: None,
            finder: None,
            here: None,
            setting: None,
            glossary: String::new(),
            capture: None,
        }
    }
}

impl Navigation {
    /// The screen of an area that is shown when one goes there.
    pub fn place_in(&self, area: Area) -> Option<Place> {
        self.last.iter().rev().copied().find(|place| place.area() == area).or_else(|| area.places().next())
    }

    /// Remembers a view that is left.
    pub fn leave(&mut self, visit: Visit) {
        if self.back.last() != Some(&visit) {
            self.back.push(visit);
        }
        if self.back.len() > MOST_VIEWS {
            self.back.remove(0);
        }
        self.forward.clear();
    }
}

/// The view as it stands.
pub fn here(state: &State) -> Visit {
    Visit { place: state.place, scope: state.selection.scope, subject: state.navigation.subject.clone() }
}

/// Ways to get around.
#[derive(Clone, Debug, PartialEq)]
pub enum NavigationStep {
    /// The view before.
    Back,
    /// The view gone back from.
    Forward,
    /// Show or hide the rail.
    ToggleRail,
    /// Show or hide the inspector.
    ToggleInspector,
    /// Explain this.
    Inspect(Subject),
    /// Go on from a verdict: this metric of these people on that screen.
    Follow {
        /// The metric.
        metric: Metric,
        /// Whose value.
        scope: Scope,
        /// The screen.
        place: Place,
    },
    /// Explain nothing.
    Clear,
    /// Open the palette.
    Find,
    /// Close the palette.
    StopFinding,
    /// What is typed in the palette.
    Query(String),
    /// Up or down in the palette.
    Choose(i32),
    /// Take this entry of the palette, from 0 among those found; the chosen one without a number.
    Take(Option<usize>),
    /// Show a setting, by path.
    Setting(String),
    /// Look a word up in the glossary.
    Glossary(String),
    /// What is typed in the search of the glossary.
    SearchGlossary(String),
    /// Explain what has the focus, or the pointer.
    ExplainFocus,
    /// The full screen, or no longer.
    ToggleFullscreen,
    /// Everything that can be exported or shared.
    Export,
    /// Find words on the screen in view.
    FindHere,
    /// Close that search.
    StopHere,
    /// What is typed in that search.
    LookHere(String),
    /// Where the words stand.
    FoundHere(Vec<Hit>),
    /// The next place where they stand, or one before.
    NextHit(i64),
    /// The next panel, or the one before.
    Panel(i64),
    /// The recipe to the clipboard.
    Copy(String),
}

impl NavigationStep {
    /// The words on menus and buttons.
    pub fn label(&self) -> String {
        match self {
            Self::Back => "Back".into(),
            Self::Forward => "Forward".into(),
            Self::ToggleRail => "Areas at the left".into(),
            Self::ToggleInspector => "Inspector".into(),
            Self::Inspect(_) => "Explain".into(),
            Self::Follow { place, .. } => place.title().into(),
            Self::Clear => "Explain nothing".into(),
            Self::Find => "Find anything...".into(),
            Self::StopFinding | Self::StopHere => "Close".into(),
            Self::Query(_) | Self::Choose(_) | Self::LookHere(_) | Self::FoundHere(_) => "Find".into(),
            Self::Take(_) => "Take it".into(),
            Self::Setting(path) => format!("Setting {path}"),
            Self::Glossary(word) => format!("Glossary: {word}"),
            Self::SearchGlossary(_) => "Search".into(),
            Self::ExplainFocus => "Explain what is in focus".into(),
            Self::ToggleFullscreen => "Full screen".into(),
            Self::Export => "Export or share...".into(),
            Self::FindHere => "Find on this screen...".into(),
            Self::NextHit(by) => if *by < 0 { "Previous" } else { "Next" }.into(),
            Self::Copy(_) => "Copy the recipe".into(),
            Self::Panel(by) => if *by < 0 { "Panel before" } else { "Next panel" }.into(),
        }
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Back => "The view before this one.",
            Self::Forward => "The view that was gone back from.",
            Self::ToggleRail => "Show or hide the areas at the left.",
            Self::ToggleInspector => "Show or hide what explains the selection, at the right.",
            Self::Inspect(_) => "What it means, what its numbers are, what it cannot tell.",
            Self::Follow { .. } => "This metric, for these people, on that screen.",
            Self::Clear => "Close the explanation.",
            Self::Find => "Every command, screen, setting, metric and person by a few letters.",
            Self::StopFinding => "Close and do nothing.",
            Self::Query(_) | Self::Choose(_) | Self::Take(_) => "Carry out what is chosen.",
            Self::Setting(_) => "Show this setting.",
            Self::Glossary(_) => "Look it up in the glossary.",
            Self::SearchGlossary(_) => "Words that hold these letters.",
            Self::ExplainFocus => "Explain the plot or metric that has the focus or the pointer.",
            Self::Export => "Picture and data of the plot in focus, scenario file, dossier, recipe.",
            Self::FindHere => "Words on the screen in view: headings, rows, fields.",
            Self::StopHere => "Close the search (Esc).",
            Self::LookHere(_) | Self::FoundHere(_) => "What is looked for.",
            Self::NextHit(_) => "Mark the next place (Enter), or the one before (Shift+Enter).",
            Self::Copy(_) => "The command that rebuilds these numbers, with the hash of the scenario.",
            Self::Panel(_) => "Go with the focus to the first control of the next panel, or of the one before.",
            Self::ToggleFullscreen => "The whole screen for the window, or no longer.",
        }
    }
}

/// What can be done with a plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlotAction {
    /// Explain it in the inspector.
    Explain,
    /// Its picture to the clipboard.
    CopyPicture,
    /// Its picture to a file of pixels.
    SavePng,
    /// Its picture to a file of vectors.
    SaveSvg,
    /// Its numbers to the clipboard.
    CopyData,
    /// Its numbers to a file.
    SaveData,
    /// Into the dossier.
    Pin,
    /// Words at it, for the dossier.
    Note,
}

impl PlotAction {
    /// Everything, in the order of the menu.
    pub const ALL: [Self; 8] =
        [Self::Explain, Self::CopyPicture, Self::SavePng, Self::SaveSvg, Self::CopyData, Self::SaveData, Self::Pin, Self::Note];

    /// The words on the menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::Explain => "Explain",
            Self::CopyPicture => "Copy picture",
            Self::SavePng => "Save PNG...",
            Self::SaveSvg => "Save SVG...",
            Self::CopyData => "Copy data",
            Self::SaveData => "Save data as CSV...",
            Self::Pin => "Pin to dossier",
            Self::Note => "Add note",
        }
    }
    /// One sentence more.
    pub fn tooltip(self) -> &'static str {
        match self {
            Self::Explain => "Show its words and numbers in the inspector.",
            Self::CopyPicture => "The picture, with what it shows and for whom, to the clipboard.",
            Self::SavePng => "The picture as pixels, with what it shows and for whom.",
            Self::SaveSvg => "The picture as vectors, with what it shows and for whom.",
            Self::CopyData => "Its table, to be pasted into a spreadsheet.",
            Self::SaveData => "Its table as a file.",
            Self::Pin => "Keep this plot, as it stands, for the dossier.",
            Self::Note => "Write a note at this plot, its day and a variant, for the dossier (N).",
        }
    }
    /// Whether the picture is wanted.
    pub fn needs_picture(self) -> bool {
        matches!(self, Self::CopyPicture | Self::SavePng | Self::SaveSvg | Self::Pin)
    }
}

/// Work with one plot.
#[derive(Clone, Debug)]
pub enum PlotStep {
    /// This was asked for.
    Do {
        /// Name of the plot on its screen.
        name: &'static str,
        /// Its words.
        text: Arc<PlotText>,
        /// What.
        action: PlotAction,
    },
    /// Its picture was taken.
    Taken {
        /// Name of the plot on its screen.
        name: &'static str,
        /// Its words.
        text: Arc<PlotText>,
        /// What for.
        action: PlotAction,
        /// The picture.
        picture: Arc<Picture>,
    },
    /// Write this file.
    Write {
        /// Where.
        path: PathBuf,
        /// What it holds.
        bytes: Arc<Vec<u8>>,
    },
}

impl PlotStep {
    /// The words on the menu.
    pub fn label(&self) -> String {
        match self {
            Self::Do { action, .. } | Self::Taken { action, .. } => action.label().into(),
            Self::Write { path, .. } => format!("Write {}", path.display()),
        }
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Do { action, .. } | Self::Taken { action, .. } => action.tooltip(),
            Self::Write { .. } => "Write the file.",
        }
    }
}

/// Commands that stand in the palette and go without a choice.
pub fn plain_commands() -> Vec<Command> {
    let mut commands = vec![
        Command::New,
        Command::Open,
        Command::Save,
        Command::SaveAs,
        Command::Undo,
        Command::Redo,
        Command::Run,
        Command::AskCancel,
        Command::ToggleDrawer,
        Command::DuplicateVariant,
        Command::RemoveVariant,
        Command::MakeBaseline,
        Command::SetScope(Scope::All),
        Command::FlyPilot,
        Command::TestNothing,
        Command::FlyAssumptions,
        Command::FlyRobustness,
        Command::FlyCard,
        Command::ZoomIn,
        Command::ZoomOut,
        Command::ZoomReset,
        Command::Keep(KeepStep::Try),
        Command::Keep(KeepStep::EndTrial(true)),
        Command::Keep(KeepStep::EndTrial(false)),
    ];
    let steps = [
        NavigationStep::Back,
        NavigationStep::Forward,
        NavigationStep::ToggleRail,
        NavigationStep::ToggleInspector,
        NavigationStep::ToggleFullscreen,
        NavigationStep::ExplainFocus,
        NavigationStep::FindHere,
        NavigationStep::Export,
        NavigationStep::Panel(1),
        NavigationStep::Panel(-1),
    ];
    commands.extend(steps.map(Command::Navigation));
    commands.extend([ClockStep::Toggle, ClockStep::First, ClockStep::Follow, ClockStep::ToggleLoop].map(Command::Clock));
    commands.push(Command::Quit);
    commands
}

/// What the plot or metric under the pointer or the focus was in this frame.
pub fn explained_in(ctx: &egui::Context) -> Option<Subject> {
    let (subject, pass) = ctx.data(|data| data.get_temp::<(Subject, u64)>(explained_place()))?;
    (pass + 2 >= ctx.cumulative_pass_nr()).then_some(subject)
}

/// Notes that this is under the pointer or has the focus.
pub fn explain_in(ctx: &egui::Context, subject: Subject) {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| data.insert_temp(explained_place(), (subject, pass)));
}

fn explained_place() -> egui::Id {
    egui::Id::unique("explained")
}
