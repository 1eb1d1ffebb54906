//! A seal on a document, and the file of seals beside one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zhengzhao::act::seal::{Document, ExistedBefore, UnverifiedSeal, read, write};
use zhengzhao_fuzz::{now, occasion, verifier};

fuzz_target!(|data: &[u8]| {
    // The document of the seeds.
    let document = Document::of(b"contract");
    if let Ok(seals) = read(data) {
        assert_eq!(write(&seals).as_deref(), Ok(data));
    }
    let seals = read(data).unwrap_or_else(|_| vec![data]);
    for seal in seals {
        for existed in [None, Some(ExistedBefore::new(now()))] {
            let Ok(untrusted) = UnverifiedSeal::parse(seal) else { continue };
            let _ = verifier().verify_seal(untrusted.with_picture(data), &document, &occasion(), existed);
            let Ok(untrusted) = UnverifiedSeal::parse(seal) else { continue };
            if let Ok(sealed) = verifier().verify_seal(untrusted, &document, &occasion(), existed) {
                assert_eq!(sealed.document(), &document);
                assert!(sealed.certificate().holder_key().is_some());
            }
        }
    }
});
