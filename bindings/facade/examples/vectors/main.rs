//! Writes `core/tests/vectors`, or with `--check` compares it with what would be written.
//!
//! ```sh
//! cargo run -p zhengzhao-facade --example vectors -- core/tests/vectors
//! ```
//!
//! Everything follows from fixed seeds: the sample's world, and randomness that depends on a vector's name alone.
//! Each vector is replayed before it is written; one that ends otherwise than it says stops the program.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a program for developers: whatever goes wrong here must stop it"
)]

mod act;
mod act_times;
mod act_typ;
mod algorithms;
mod book;
mod cases;
mod claims;
mod codes;
mod disclosure;
mod encoding;
mod enrolment;
mod findings;
mod headers;
mod issuer;
mod kind;
mod licences;
mod mandates;
mod matters;
mod mutual;
mod pack;
mod permits;
mod pharmacy;
mod pictures;
mod presence;
mod presentations;
mod recognition;
#[path = "../../../../core/tests/contracts/replay.rs"]
mod replay;
mod request;
mod rollover;
mod scenario;
mod scene;
mod seals;
mod sessions;
mod signature;
mod status;
mod status_import;
mod text;
mod tree;
mod trust_grants;
mod trust_import;
mod trust_keys;
mod typ;
mod validity;

use book::Book;
use scene::Scene;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (check, folder) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--check", folder] => (true, folder),
        [folder] if folder != "--check" => (false, folder),
        _ => {
            eprintln!("usage: vectors [--check] FOLDER");
            return ExitCode::from(2);
        }
    };
    let books = books();
    let wrong: Vec<_> = books.iter().flat_map(|book| &book.wrong).collect();
    if !wrong.is_empty() {
        wrong.iter().for_each(|line| eprintln!("{line}"));
        eprintln!("{} vectors do not end as described; nothing was written", wrong.len());
        return ExitCode::FAILURE;
    }
    if deliver(&books, Path::new(folder), check) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn books() -> Vec<Book> {
    let scene = Scene::new();
    [
        act_times::book,
        act_typ::book,
        algorithms::book,
        cases::with_a_portrait,
        cases::without_a_portrait,
        cases::of_enterprises,
        claims::book,
        codes::book,
        disclosure::book,
        encoding::book,
        enrolment::book,
        findings::book,
        headers::book,
        issuer::book,
        kind::book,
        licences::book,
        mandates::book,
        matters::book,
        mutual::book,
        pack::book,
        permits::book,
        pharmacy::book,
        pictures::book,
        presence::book,
        presentations::book,
        recognition::book,
        request::book,
        rollover::book,
        seals::book,
        scenario::book,
        sessions::book,
        signature::book,
        status::book,
        status_import::book,
        text::book,
        trust_grants::book,
        trust_import::book,
        trust_keys::book,
        typ::book,
        validity::book,
    ]
    .into_iter()
    .map(|make| make(&scene))
    .collect()
}

/// Writes the files, or compares them; says which differ.
fn deliver(books: &[Book], folder: &Path, check: bool) -> bool {
    let mut same = true;
    let mut count = 0;
    for book in books {
        count += book.len();
        let path = folder.join(format!("{}.json", book.topic));
        let text = book.text();
        if check {
            if std::fs::read_to_string(&path).ok().as_deref() != Some(&*text) {
                eprintln!("{} is not what the generator writes", path.display());
                same = false;
            }
        } else {
            std::fs::write(&path, text).expect("written");
        }
    }
    same &= nothing_else(books, folder);
    println!("{count} vectors in {} files", books.len());
    same
}

/// Whether every file of vectors in the folder is one of ours.
fn nothing_else(books: &[Book], folder: &Path) -> bool {
    let mut alone = true;
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let topic = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let has_vectors = is_json
            && std::fs::read_to_string(&path)
                .expect("readable")
                .lines()
                .any(|line| line == "  \"vectors\": [");
        if has_vectors && books.iter().all(|book| book.topic != topic) {
            eprintln!("{} is written by nobody", path.display());
            alone = false;
        }
    }
    alone
}
