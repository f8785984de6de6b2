//! Work in the background that is no run of the scenario: the report card, the table of assumptions.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::runner::Wake;

/// How far an errand is, seen from both sides; copies share the marks.
#[derive(Clone, Debug, Default)]
pub struct Mileage(Arc<Marks>);

#[derive(Debug, Default)]
struct Marks {
    stopped: AtomicBool,
    done: AtomicUsize,
    of: AtomicUsize,
}

impl Mileage {
    /// Says how far it is; `false` where it should stop.
    pub fn tell(&self, done: usize, of: usize) -> bool {
        self.0.done.fetch_max(done, Ordering::Relaxed);
        self.0.of.store(of, Ordering::Relaxed);
        !self.0.stopped.load(Ordering::Relaxed)
    }
}

/// Work under way. Dropping it asks it to stop.
pub struct Errand<T> {
    mileage: Mileage,
    answer: Receiver<Result<T, String>>,
}

impl<T: Send + 'static> Errand<T> {
    /// Starts work on a thread of its own. It tells how far it is and ends early where it is told `false`; what it answers is handed out once.
    pub fn start(wake: Wake, work: impl FnOnce(&Mileage) -> Result<T, String> + Send + 'static) -> Self {
        let mileage = Mileage::default();
        let (sender, answer) = channel();
        let (seen, failed) = (mileage.clone(), sender.clone());
        let carry_out = move || {
            // A bug in the work must not leave the window waiting.
            let result = catch_unwind(AssertUnwindSafe(|| work(&seen))).unwrap_or_else(|_| Err("the work stopped without an answer".into()));
            // Nobody waits any more where the receiver is gone.
            let _ = sender.send(result);
            wake();
        };
        if let Err(error) = std::thread::Builder::new().name("creepline-errand".into()).spawn(carry_out) {
            let _ = failed.send(Err(error.to_string()));
        }
        Self { mileage, answer }
    }

    /// Work that is done already.
    pub fn done(result: Result<T, String>) -> Self {
        let (sender, answer) = channel();
        // The receiver is right here.
        let _ = sender.send(result);
        Self { mileage: Mileage::default(), answer }
    }

    /// Asks it to stop.
    pub fn stop(&self) {
        self.mileage.0.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_stopping(&self) -> bool {
        self.mileage.0.stopped.load(Ordering::Relaxed)
    }

    /// How many parts of how many are done; of none before the work knows.
    pub fn progress(&self) -> (usize, usize) {
        (self.mileage.0.done.load(Ordering::Relaxed), self.mileage.0.of.load(Ordering::Relaxed))
    }

    /// The answer, once there is one.
    pub fn finished(&self) -> Option<Result<T, String>> {
        match self.answer.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err("the work ended without an answer".into())),
        }
    }
}

impl<T> Drop for Errand<T> {
    fn drop(&mut self) {
        self.mileage.0.stopped.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn wait<T: Send + 'static>(errand: &Errand<T>) -> Result<T, String> {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(answer) = errand.finished() {
                return answer;
            }
            assert!(Instant::now() < until, "no answer");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn work_tells_how_far_it_is_and_answers_once() {
        let errand = Errand::start(Arc::new(|| {}), |mileage| if mileage.tell(2, 5) { Ok(7) } else { Err("stopped".into()) });
        assert_eq!(wait(&errand), Ok(7));
        assert_eq!(errand.progress(), (2, 5));
        assert!(errand.finished().is_some_and(|again| again.is_err()), "the answer is given out once");
        assert_eq!(wait(&Errand::done(Ok(1))), Ok(1));
    }

    #[test]
    fn work_that_is_stopped_or_breaks_says_so() {
        let (go, gone) = channel::<()>();
        let errand = Errand::start(Arc::new(|| {}), move |mileage| {
            let _ = gone.recv();
            if mileage.tell(0, 1) { Ok(()) } else { Err("stopped".into()) }
        });
        assert!(errand.finished().is_none() && !errand.is_stopping());
        errand.stop();
        assert!(errand.is_stopping());
        let _ = go.send(());
        assert_eq!(wait(&errand), Err("stopped".into()));
        let broken: Errand<()> = Errand::start(Arc::new(|| {}), |_| std::panic::resume_unwind(Box::new("on purpose")));
        assert!(wait(&broken).is_err());
    }
}
