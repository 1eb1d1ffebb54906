//! QR codes as text: what is drawn, and what a camera or a hand scanner reads.

use crate::Text;
use crate::detect::Sort;
use serde::Serialize;
use zhengzhao::Refusal;
use zhengzhao::error::Object;
use zhengzhao::qr::{Collector, Scanned, frames};

/// The texts of the codes that hold an object: one text, or 2 to 8 frames for an object of more than 753 bytes.
///
/// # Errors
/// The [`Refusal`] of an object of more than 5,840 bytes.
pub fn texts(object: &[u8]) -> Result<Vec<String>, Refusal> {
    frames(object)
}

/// What a code with this object is for, as the person at the desk is told; `None` where its own name says it.
#[must_use]
pub fn purpose(sort: &Sort) -> Option<Text> {
    match sort {
        Sort::Object(Object::Presentation | Object::Session) => {
            Some(Text::new("LIVE 由持证人现场出示", "LIVE, shown by its holder now"))
        }
        Sort::Object(Object::PrintedCertificate) => {
            Some(Text::new("PRINTED 印在纸上，任何人都可能持有", "PRINTED, anybody may hold it"))
        }
        _ => None,
    }
}

/// How far a scan has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Progress {
    /// How many codes the set has; 0 before the first of a set was read.
    pub count: usize,
    /// The numbers of the codes that were read, ascending from 1.
    pub have: Vec<usize>,
    /// The numbers of the codes that are still to be read.
    pub missing: Vec<usize>,
}

/// What came of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An object is complete: these are its bytes. Nothing about it is verified.
    Complete(Vec<u8>),
    /// A frame was taken, and others are missing.
    More(Progress),
}

/// Takes texts one after the other: whole objects, and the frames of one object.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    collector: Collector,
}

impl Scan {
    /// Nothing scanned yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the text of one code. A whole object leaves frames that were collected as they are.
    ///
    /// # Errors
    /// The [`Refusal`] of the text or frame; what was collected stays, except after `frames_digest_mismatch`.
    pub fn take(&mut self, text: &str) -> Result<Step, Refusal> {
        let whole = match Scanned::read(text)? {
            Scanned::Whole(bytes) => Some(bytes),
            Scanned::Frame(frame) => self.collector.add(frame)?,
        };
        Ok(whole.map_or_else(|| Step::More(self.progress()), Step::Complete))
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            count: self.collector.count().unwrap_or_default(),
            have: self.collector.have().collect(),
            missing: self.collector.missing().collect(),
        }
    }

    /// Forgets the frames that were collected.
    pub fn clear(&mut self) {
        self.collector.clear();
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_scan_says_what_is_missing() {
        let object = vec![0xd2; 2000];
        let texts = texts(&object).unwrap();
        let mut scan = Scan::new();
        assert_eq!(scan.progress(), Progress::default());
        let more = Progress { count: 3, have: vec![3], missing: vec![1, 2] };
        assert_eq!(scan.take(&texts[2]), Ok(Step::More(more.clone())));
        assert_eq!(scan.take("ZZ1:BB8"), Ok(Step::Complete(b"AB".to_vec())));
        assert_eq!(scan.take("https://example.org").unwrap_err().code(), "text_prefix_missing");
        assert_eq!(scan.progress(), more);
        assert!(matches!(scan.take(&texts[0]), Ok(Step::More(_))));
        assert_eq!(scan.take(&texts[1]), Ok(Step::Complete(object)));
        scan.clear();
        assert_eq!(serde_json::to_string(&scan.progress()).unwrap(), r#"{"count":0,"have":[],"missing":[]}"#);
    }
}
