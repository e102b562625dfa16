use crate::scrapes::{many_counters, scrape};
use crate::Subject;
use std::ffi::{c_char, c_int, c_void};

const SERIES: usize = 1_000_000;

extern "C" {
    fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
    fn malloc_trim(pad: usize) -> c_int;
}

/// Allocations in a scrape; nothing where nobody counts them.
pub fn scrape_allocations() -> Option<Subject> {
    // SAFETY: the name ends in 0; what is found under it is the function in ../allocations/count.c.
    let count: extern "C" fn() -> u64 = unsafe {
        let symbol = dlsym(std::ptr::null_mut(), b"benchmark_allocations\0".as_ptr().cast());
        if symbol.is_null() {
            return None;
        }
        std::mem::transmute(symbol)
    };
    let registry = many_counters(SERIES);
    let mut buffer = Vec::new();
    scrape(&registry, &mut buffer);
    let size = buffer.len();
    let round = move || {
        let before = count();
        scrape(&registry, &mut buffer);
        (count() - before) as f64
    };
    Some(Subject { size, round: Box::new(round) })
}

pub fn scrape_extra() -> Subject {
    let registry = many_counters(SERIES);
    let mut buffer = Vec::new();
    scrape(&registry, &mut buffer);
    let size = buffer.len();
    drop(buffer);
    let round = move || {
        give_back();
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        let before = status("VmRSS:");
        // A handler's response has to have room somewhere as well.
        scrape(&registry, &mut Vec::new());
        status("VmHWM:") - before
    };
    Subject { size, round: Box::new(round) }
}

pub fn resident() -> Subject {
    let registry = many_counters(SERIES);
    let mut buffer = Vec::new();
    scrape(&registry, &mut buffer);
    let size = buffer.len();
    drop(buffer);
    let round = move || {
        give_back();
        let megabytes = status("VmRSS:");
        std::hint::black_box(&registry);
        megabytes
    };
    Subject { size, round: Box::new(round) }
}

fn give_back() {
    // SAFETY: takes no memory that is in use.
    unsafe { malloc_trim(0) };
}

/// A line of what the system says of this process, in MB.
fn status(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}
