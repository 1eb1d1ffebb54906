//! Counts what is allocated.
#![expect(unsafe_code, reason = "a global allocator is an unsafe trait; this one only counts and passes on")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);
static FREED: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn note(size: usize) {
    COUNT.fetch_add(1, Ordering::Relaxed);
    BYTES.fetch_add(u64::try_from(size).unwrap_or(u64::MAX), Ordering::Relaxed);
}

fn give_back(size: usize) {
    FREED.fetch_add(u64::try_from(size).unwrap_or(u64::MAX), Ordering::Relaxed);
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: the caller keeps the promises that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: as above; the pointer came from the system's allocator.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        give_back(layout.size());
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// How often and how much a piece of work allocated; growing counts as an allocation of the new size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allocated {
    pub(crate) count: u64,
    pub(crate) bytes: u64,
}

pub(crate) fn during(work: impl FnOnce()) -> Allocated {
    let before = (COUNT.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
    work();
    Allocated {
        count: COUNT.load(Ordering::Relaxed).saturating_sub(before.0),
        bytes: BYTES.load(Ordering::Relaxed).saturating_sub(before.1),
    }
}

/// The bytes that a piece of work leaves allocated.
pub(crate) fn held<E>(work: impl FnOnce() -> Result<(), E>) -> Result<u64, E> {
    let now = || BYTES.load(Ordering::Relaxed).saturating_sub(FREED.load(Ordering::Relaxed));
    let before = now();
    work()?;
    Ok(now().saturating_sub(before))
}
