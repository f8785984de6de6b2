//! Where results are prepared for the screens: on a thread of its own, so that no frame waits for them. Tests prepare them at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::runner::Wake;
use super::view::{self, Answer, Ask};
use crate::simulate::Run;

/// A question about a run.
struct Order {
    version: u64,
    run: Arc<Run>,
    ask: Ask,
    wake: Wake,
}

/// An answer to an [`Ask`], or why there is none.
pub struct Reply {
    /// Version of the results asked about.
    pub version: u64,
    /// The question.
    pub ask: Ask,
    /// The answer.
    pub answer: Result<Answer, String>,
}

/// Who prepares.
enum Worker {
    /// Whoever asks.
    Here,
    /// A thread.
    Thread(Sender<Order>),
}

/// Prepares what screens show, one question after the other.
pub struct Desk {
    worker: Worker,
    replies: Receiver<Reply>,
    reply: Sender<Reply>,
    busy: bool,
}

impl Desk {
    /// Prepares at once, in the frame that asks: for tests and for machines that give no thread.
    pub fn here() -> Self {
        let (reply, replies) = channel();
        Self { worker: Worker::Here, replies, reply, busy: false }
    }

    /// Prepares on a thread of its own.
    pub fn threaded() -> Self {
        let mut desk = Self::here();
        let (orders, inbox) = channel::<Order>();
        let reply = desk.reply.clone();
        let work = move || {
            for order in inbox {
                let wake = Arc::clone(&order.wake);
                if reply.send(carry_out(order)).is_err() {
                    break;
                }
                wake();
            }
        };
        if std::thread::Builder::new().name("results".into()).spawn(work).is_ok() {
            desk.worker = Worker::Thread(orders);
        }
        desk
    }

    /// Whether an answer is still to come.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Asks. One question at a time: while busy, this does nothing.
    pub fn ask(&mut self, version: u64, run: Arc<Run>, ask: Ask, wake: Wake) {
        if self.busy {
            return;
        }
        let order = Order { version, run, ask, wake };
        self.busy = true;
        let unsent = match &self.worker {
            Worker::Here => Some(order),
            Worker::Thread(orders) => orders.send(order).err().map(|error| error.0),
        };
        if let Some(order) = unsent {
            // The receiver lives as long as the desk: the answer cannot be lost.
            let _ = self.reply.send(carry_out(order));
        }
    }

    /// The next answer, once there is one.
    pub fn reply(&mut self) -> Option<Reply> {
        let reply = self.replies.try_recv().ok()?;
        self.busy = false;
        Some(reply)
    }
}

fn carry_out(order: Order) -> Reply {
    let Order { version, run, ask, wake: _ } = order;
    // A bug in a table must not take the window down with it.
    let answer = catch_unwind(AssertUnwindSafe(|| view::answer(&run, &ask))).map_err(|panic| message(panic.as_ref()));
    Reply { version, ask, answer }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "no message".into())
}
