//! The crate prometheus: see ../README.md for what it does, and how it is asked.

mod data;
mod instruments;
mod memory;
mod scrapes;

use std::io::{BufRead, Write};

/// A work that is set up.
pub struct Subject {
    /// Of its text.
    size: usize,
    round: Box<dyn FnMut() -> f64>,
}

fn prepare(work: &str) -> Option<Subject> {
    Some(match work {
        "counter-increment" => instruments::one_thread(instruments::increments()),
        "counter-increment-2t" => instruments::two_threads(instruments::increments()),
        "labels-increment" => instruments::one_thread(instruments::labelled_increments()),
        "labels-increment-2t" => instruments::two_threads(instruments::labelled_increments()),
        "gauge-set" => instruments::one_thread(instruments::sets()),
        "histogram-observe" => instruments::one_thread(instruments::observes()),
        "histogram-observe-2t" => instruments::two_threads(instruments::observes()),
        "encode-counters-10k" => scrapes::counters(10_000),
        "encode-counters-100k" => scrapes::counters(100_000),
        "encode-counters-1m" => scrapes::counters(1_000_000),
        "encode-gauges-10k" => scrapes::gauges(),
        "encode-histograms-1k" => scrapes::histograms(),
        "encode-mixed-20k" => scrapes::mixed(),
        "scrape-allocations-1m" => memory::scrape_allocations()?,
        "scrape-extra-mb-1m" => memory::scrape_extra(),
        "resident-mb-1m" => memory::resident(),
        "register-10k" => instruments::register(10_000),
        "register-1m" => instruments::register(1_000_000),
        "gather-1000x10" => scrapes::gather(),
        _ => return None,
    })
}

fn main() {
    let work = std::env::args().nth(1).unwrap_or_default();
    if work == "--version" {
        println!("Rust's crate {}", option_env!("CLIENT_VERSION").unwrap_or("prometheus"));
        return;
    }
    let Some(mut subject) = prepare(&work) else {
        println!("no");
        return;
    };
    println!("ready {}", subject.size);
    std::io::stdout().flush().unwrap();
    for _ in std::io::stdin().lock().lines() {
        println!("{:.4}", (subject.round)());
        std::io::stdout().flush().unwrap();
    }
}
