//! Ctrl-C while something computes: a flag is set, the work ends when it looks at it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use crate::net::driver::interruption_heeded;

/// Runs `work` with a flag that an interruption sets. The listener ends with the work.
pub fn with_flag<R>(work: impl FnOnce(&AtomicBool) -> R) -> R {
    let cancel = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (done, listener) = tokio::sync::oneshot::channel::<()>();
        let (heeded, listening) = std::sync::mpsc::channel::<()>();
        scope.spawn(|| listen(listener, heeded, &cancel));
        // Where nothing listens in the end, there is nothing to wait for.
        let _ = listening.recv();
        let result = work(&cancel);
        let _ = done.send(());
        result
    })
}

fn listen(done: tokio::sync::oneshot::Receiver<()>, heeded: Sender<()>, cancel: &AtomicBool) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        tokio::select! {
            () = interruption_heeded(move || drop(heeded)) => cancel.store(true, Ordering::Relaxed),
            _ = done => {}
        }
    });
}
