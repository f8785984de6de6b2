//! Who writes journals and versions: one after another, on a thread of its own, so that the window never waits for a disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::files::{self, Envelope, Found, Moment, Sitting, find, latest};
use super::versions::{Version, keep_version, list_versions};
use crate::app::runner::Wake;
use crate::scenario::{Scenario, to_text};

/// What came of it.
#[derive(Debug)]
pub enum Answer {
    /// A moment was written, at that time.
    Wrote(u64),
    /// It could not be written.
    Failed(String),
    /// Journals in some folders, each with the latest moment of it that can be read.
    Found(Vec<(Found, Result<Moment, String>)>),
    /// Versions of a file.
    Versions(PathBuf, Vec<Version>),
}

enum Job {
    Write { folders: Vec<PathBuf>, scenario: Box<Scenario>, header: String, envelope: Envelope },
    Remove,
    Forget(Found),
    Find(Vec<PathBuf>),
    Keep { data: PathBuf, file: PathBuf, scenario: Box<Scenario>, header: String, now: u64 },
    List { data: PathBuf, file: PathBuf },
}

/// What carries out jobs.
#[derive(Default)]
struct Hand {
    sitting: Option<(PathBuf, Sitting)>,
}

impl Hand {
    fn carry_out(&mut self, job: Job) -> Option<Answer> {
        match job {
            Job::Write { folders, scenario, header, envelope } => {
                let mut failed = "there is no folder for it".to_owned();
                for folder in &folders {
                    match self.write(folder, &scenario, &header, &envelope) {
                        Ok(()) => return Some(Answer::Wrote(envelope.written)),
                        Err(error) => failed = format!("{}: {error}", folder.display()),
                    }
                }
                Some(Answer::Failed(failed))
            }
            Job::Remove => {
                if let Some((_, sitting)) = self.sitting.take() {
                    sitting.remove();
                }
                None
            }
            Job::Forget(found) => {
                files::remove(&found.folder, &found.sitting);
                None
            }
            Job::Find(folders) => {
                let found = folders.iter().flat_map(|folder| find(folder));
                Some(Answer::Found(found.map(|found| (found.clone(), latest(&found))).collect()))
            }
            Job::Keep { data, file, scenario, header, now } => {
                let kept = keep_version(&data, &file, &to_text(&scenario, &header), now);
                kept.err().map(|error| Answer::Failed(format!("earlier versions: {error}")))
            }
            Job::List { data, file } => {
                let versions = list_versions(&data, &file);
                Some(Answer::Versions(file, versions))
            }
        }
    }

    fn write(&mut self, folder: &Path, scenario: &Scenario, header: &str, envelope: &Envelope) -> io::Result<()> {
        // A journal in another folder belongs to the name that the document had before; it goes once the new one is written.
        let mut sitting = match self.sitting.take() {
            Some((known, sitting)) if known == folder => sitting,
            other => {
                let begun = Sitting::begin(folder);
                match begun {
                    Ok(mut begun) => {
                        begun.write(scenario, header, envelope)?;
                        if let Some((_, old)) = other {
                            old.remove();
                        }
                        self.sitting = Some((folder.into(), begun));
                        return Ok(());
                    }
                    Err(error) => {
                        self.sitting = other;
                        return Err(error);
                    }
                }
            }
        };
        let written = sitting.write(scenario, header, envelope);
        self.sitting = Some((folder.into(), sitting));
        written
    }
}

enum Desk {
    Thread { jobs: Option<Sender<Job>>, answers: Receiver<Answer>, thread: Option<JoinHandle<()>> },
    Here { hand: Hand, answers: Vec<Answer> },
}

/// Writes journals and versions.
pub struct Keeper(Desk);

impl Keeper {
    /// Works on a thread of its own and calls `wake` with every answer.
    pub fn threaded(wake: Wake) -> Self {
        let (jobs, inbox) = channel::<Job>();
        let (outbox, answers) = channel();
        let work = move || {
            let mut hand = Hand::default();
            while let Ok(job) = inbox.recv() {
                if let Some(answer) = hand.carry_out(job) {
                    // Nobody listens any more where the window is gone.
                    let _ = outbox.send(answer);
                    wake();
                }
            }
        };
        match std::thread::Builder::new().name("creepline-keeper".into()).spawn(work) {
            Ok(thread) => Self(Desk::Thread { jobs: Some(jobs), answers, thread: Some(thread) }),
            Err(_) => Self::here(),
        }
    }

    /// Works at once, in the frame that asks.
    pub fn here() -> Self {
        Self(Desk::Here { hand: Hand::default(), answers: Vec::new() })
    }

    /// Writes a moment into the first of some folders that takes it.
    pub fn write(&mut self, folders: Vec<PathBuf>, scenario: &Scenario, header: &str, envelope: Envelope) {
        self.ask(Job::Write { folders, scenario: Box::new(scenario.clone()), header: header.into(), envelope });
    }
    /// Takes the own journal away.
    pub fn remove(&mut self) {
        self.ask(Job::Remove);
    }
    /// Takes a journal away that was left behind.
    pub fn forget(&mut self, found: Found) {
        self.ask(Job::Forget(found));
    }
    /// Looks for journals.
    pub fn find(&mut self, folders: Vec<PathBuf>) {
        self.ask(Job::Find(folders));
    }
    /// Keeps a version of a file.
    pub fn keep(&mut self, data: &Path, file: &Path, scenario: &Scenario, header: &str, now: u64) {
        self.ask(Job::Keep { data: data.into(), file: file.into(), scenario: Box::new(scenario.clone()), header: header.into(), now });
    }
    /// Lists the versions of a file.
    pub fn list(&mut self, data: &Path, file: &Path) {
        self.ask(Job::List { data: data.into(), file: file.into() });
    }

    fn ask(&mut self, job: Job) {
        match &mut self.0 {
            // A thread that is gone has said why in its last answer.
            Desk::Thread { jobs, .. } => drop(jobs.as_ref().map(|jobs| jobs.send(job))),
            Desk::Here { hand, answers } => answers.extend(hand.carry_out(job)),
        }
    }

    /// The next answer.
    pub fn answer(&mut self) -> Option<Answer> {
        match &mut self.0 {
            Desk::Thread { answers, .. } => answers.try_recv().ok(),
            Desk::Here { answers, .. } => (!answers.is_empty()).then(|| answers.remove(0)),
        }
    }
}

impl Drop for Keeper {
    /// What was asked for is still done: a journal that was given up must not come back.
    fn drop(&mut self) {
        if let Desk::Thread { jobs, thread, .. } = &mut self.0 {
            drop(jobs.take());
            if let Some(thread) = thread.take() {
                // It ends with its last job; whether it broke is of no use to anybody now.
                let _ = thread.join();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::journal::journal_folder;

    #[test]
    fn a_journal_moves_with_its_document_and_ends_with_it() {
        let data = tempfile::tempdir().unwrap();
        let (unsaved, file) = (data.path().join("journals"), data.path().join("shop.ron"));
        let mut keeper = Keeper::threaded(Arc::new(|| {}));
        keeper.write(vec![unsaved.clone()], &Scenario::default(), "", Envelope::default());
        keeper.write(vec![journal_folder(&file), unsaved.clone()], &Scenario::default(), "", Envelope::default());
        keeper.find(vec![unsaved.clone(), journal_folder(&file)]);
        drop(keeper);
        assert!(!unsaved.exists(), "the first place was left");
        assert_eq!(find(&journal_folder(&file)).len(), 1, "a window that is gone without a word leaves its journal");
        let mut keeper = Keeper::here();
        keeper.write(vec![unsaved.clone()], &Scenario::default(), "", Envelope { written: 3, ..Envelope::default() });
        assert!(matches!(keeper.answer(), Some(Answer::Wrote(3))));
        keeper.remove();
        assert!(!unsaved.exists() && keeper.answer().is_none());
    }

    #[test]
    fn where_nothing_can_be_written_it_says_so() {
        let data = tempfile::tempdir().unwrap();
        let blocked = data.path().join("blocked");
        std::fs::write(&blocked, "a file stands in the way").unwrap();
        let mut keeper = Keeper::here();
        let open = data.path().join("open");
        keeper.write(vec![blocked.join("x"), open.clone()], &Scenario::default(), "", Envelope::default());
        assert!(matches!(keeper.answer(), Some(Answer::Wrote(_))) && open.exists());
        keeper.write(vec![blocked.join("x")], &Scenario::default(), "", Envelope::default());
        assert!(matches!(keeper.answer(), Some(Answer::Failed(_))));
        keeper.write(Vec::new(), &Scenario::default(), "", Envelope::default());
        assert!(matches!(keeper.answer(), Some(Answer::Failed(_))));
    }
}
