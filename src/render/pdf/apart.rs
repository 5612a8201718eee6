//! Runs Typst on a thread of its own.
//!
//! Typst lays pages out by rayon. On a worker that waits for such a page, rayon would start the
//! next report on top of the same stack, report upon report. Here the caller just waits, and the
//! layout stays on one thread with a deep stack: reports run beside each other, not inside.

use std::thread;

/// Room for deeply nested content.
const STACK: usize = 32 << 20;

/// The result of the work; a panic goes on in the caller.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool =
        rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build().expect("the system starts a thread");
    // Called on a rayon worker, `install` would let that worker take other work meanwhile; a plain
    // thread waits.
    thread::scope(|scope| scope.spawn(|| pool.install(work)).join())
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;
    use std::cell::Cell;

    #[test]
    fn a_waiting_worker_starts_no_other_work() {
        thread_local!(static DEPTH: Cell<u32> = const { Cell::new(0) });
        let deepest = |_| {
            DEPTH.set(DEPTH.get() + 1);
            let depth = DEPTH.get();
            let sum: u64 = apart(|| (0..2000u64).into_par_iter().map(|one| one % 7).sum());
            DEPTH.set(DEPTH.get() - 1);
            (depth, sum)
        };
        let found: Vec<(u32, u64)> = (0..64).into_par_iter().map(deepest).collect();
        assert!(found.iter().all(|one| *one == found[0]), "{found:?}");
        assert_eq!(found[0].0, 1);
    }

    #[test]
    fn a_panic_goes_on_in_the_caller() {
        let caught = std::panic::catch_unwind(|| apart(|| panic!("broken")));
        assert_eq!(
            caught.err().and_then(|panic| panic.downcast_ref::<&str>().map(|text| text.to_string())),
            Some("broken".to_owned())
        );
    }
}
