//! Seals on documents: the document, the key, the certificate, the licence behind it, and when it counts.

use crate::book::{Book, Bytes, Vector, vector};
use crate::scene::{
    EXP, IAT, ITEMS, KID, NOW, Parts, STATUS, Scene, VALID, WITH_STATUS, cose_key, region, rng, status_claim,
    status_ref, tbs, time,
};
use crate::tree::{Tree, bytes, done, int, raw, text, uint};
use zhengzhao::act::seal::{Document, SealDraft};
use zhengzhao::act::{Audience, Delegate, MandateDraft, PresentationDraft, Purpose, ScenarioId};
use zhengzhao::cbor::{MapWriter, Writer};
use zhengzhao::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{Half, issue_licence_and_seal};
use zhengzhao::trust::Pilot;
use zhengzhao_facade::sample::{self, DAY, SEAL_PICTURE, kinds};

const CTI: [u8; 16] = [0x5e; 16];
const PURPOSE: i64 = -70011;
const SEALED: i64 = -70013;
/// When the seal of these vectors says that it was made.
const MADE: u64 = NOW - 2 * DAY;
pub(crate) const CONTRACT: &[u8] = b"%PDF-1.7\nA contract of sale between two invented companies.\n%%EOF\n";

pub(crate) fn book(scene: &Scene) -> Book {
    let mut book = Book::new("seals", "Seals on documents, their certificates and the licences behind them.");
    let world = Sealer::new(scene);
    book.keep("anchor", scene.anchor());
    book.keep("desk", scene.desk.pack());
    let seal = book.keep("seal", world.seal());
    let expired = book.keep("expired_seal", world.seal_with(|claims| done(claims.set(EXP, uint(NOW - DAY)))));
    good(&mut book, &seal, &expired);
    documents(&mut book, &seal);
    keys(&world, &mut book);
    certificates(scene, &world, &mut book);
    times(&world, &mut book, &seal, &expired);
    statuses(&world, &mut book);
    pictures(&mut book, &seal);
    forms(&world, &mut book);
    book
}

/// The company with its licence and its seal.
pub(crate) struct Sealer<'s> {
    scene: &'s Scene,
    key: SigningKey,
    /// The seal's certificate.
    pub(crate) certificate: Vec<u8>,
    /// The business licence behind it.
    licence: Vec<u8>,
}

impl<'s> Sealer<'s> {
    pub(crate) fn new(scene: &'s Scene) -> Self {
        let world = &scene.world;
        let key = sample::key(Algorithm::Sm2, "合同专用章");
        let (licence, seal) = (sample::business_licence(world), sample::electronic_seal(world));
        let (own, of_seal) =
            (status_ref(&world.chongqing_market, VALID), status_ref(&world.chongqing_seals, VALID));
        let issued = issue_licence_and_seal(
            Half {
                draft: &licence,
                holder_key: sample::enrolled(&scene.holder, world.chongqing_market.id).expect("enrolled"),
                status: &own,
                signer: &world.chongqing_market.issue_key,
            },
            Half {
                draft: &seal,
                holder_key: sample::enrolled(&key, world.chongqing_seals.id).expect("enrolled"),
                status: &of_seal,
                signer: &world.chongqing_seals.issue_key,
            },
            &mut rng("seal"),
        )
        .expect("issued");
        let shown = |bytes| HolderCopy::parse(bytes).expect("the holder can read it").show(|_| false);
        let (certificate, licence) = (shown(issued.seal.as_bytes()), shown(issued.licence.as_bytes()));
        Self { scene, key, certificate, licence }
    }

    fn draft(&self) -> SealDraft {
        SealDraft {
            document: Document::of(CONTRACT),
            name: "购销合同.pdf".into(),
            media_type: "application/pdf".into(),
            iat: time(MADE),
            purpose: Some(Purpose::new("签订购销合同").expect("a purpose")),
        }
    }

    pub(crate) fn seal(&self) -> Vec<u8> {
        self.draft().sign(&self.certificate, &self.key, CTI).expect("sealed")
    }

    /// The certificate with other claims, signed by the maker of seals.
    fn certificate_with(&self, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
        let mut parts = Parts::of(&self.certificate);
        change(&mut parts.payload);
        parts.sign(&self.scene.world.chongqing_seals.issue_key)
    }

    /// The good seal on such a certificate.
    fn seal_with(&self, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
        self.seal_on(&self.certificate_with(change))
    }

    fn seal_on(&self, stands_on: &[u8]) -> Vec<u8> {
        act(&self.key, &header(self.alg(), stands_on, |_| {}), &self.payload())
    }

    fn alg(&self) -> i64 {
        self.key.public_key().algorithm().cose_id()
    }

    fn payload(&self) -> Tree {
        let document = Document::of(CONTRACT);
        let mut payload = Tree::Map(Vec::new());
        payload.set(IAT, uint(MADE));
        payload.set(7, bytes(&CTI));
        payload.set(PURPOSE, text("签订购销合同"));
        let sealed = vec![
            int(-16),
            bytes(document.digest()),
            uint(document.length()),
            text("application/pdf"),
            text("购销合同.pdf"),
        ];
        payload.set(SEALED, Tree::List(sealed));
        payload
    }

    /// The good seal with another payload.
    fn saying(&self, change: impl FnOnce(&mut Tree)) -> Vec<u8> {
        let mut payload = self.payload();
        change(&mut payload);
        act(&self.key, &header(self.alg(), &self.certificate, |_| {}), &payload)
    }

    /// The good seal whose licence has this entry in the list of the market regulator.
    pub(crate) fn on_licence(&self, index: u64) -> Vec<u8> {
        self.seal_with(|claims| done(claims.get(ITEMS).get(4083).set(3, uint(index))))
    }

    /// The good seal whose certificate has this entry in the list of the maker of seals.
    pub(crate) fn at(&self, index: u64) -> Vec<u8> {
        let uri = self.scene.world.chongqing_seals.status_uri;
        self.seal_with(|claims| done(claims.set(STATUS, status_claim(uri, index))))
    }
}

/// An act that no honest program would write.
fn act(key: &SigningKey, protected: &[u8], payload: &Tree) -> Vec<u8> {
    let payload = payload.encode();
    let signature = key.sign(&tbs(protected, &payload)).expect("signed");
    let mut writer = Writer::new();
    writer.tag(18).array(4).bytes(protected).map(MapWriter::new()).bytes(&payload).bytes(&signature);
    writer.into_bytes()
}

fn header(alg: i64, stands_on: &[u8], change: impl FnOnce(&mut Tree)) -> Vec<u8> {
    let mut header = Tree::Map(Vec::new());
    header.set(1, int(alg));
    header.set(13, raw(|w| w.raw(stands_on)));
    header.set(16, text("application/vnd.zz.seal+cwt"));
    change(&mut header);
    header.encode()
}

/// A seal that is shown with the contract.
fn on_contract(seal: Vector, bytes: impl Into<Bytes>) -> Vector {
    seal.desk("desk").verify_seal(bytes, &Document::of(CONTRACT))
}

fn good(book: &mut Book, seal: &Bytes, expired: &Bytes) {
    book.add(
        on_contract(
            vector("seal", "A contract, sealed by a company whose licence is in force."),
            seal.clone(),
        )
        .verified()
        .telling("/seal/picture", "not_shown")
        .telling("/seal/sealed_as_stated", MADE)
        .telling("/seal/licence/kind", kinds::BUSINESS_LICENCE),
    );
    book.add(
        on_contract(
            vector("seal_with_picture", "The picture that the seal's certificate names comes along."),
            seal.clone(),
        )
        .picture(SEAL_PICTURE)
        .verified()
        .telling("/seal/picture", "shown"),
    );
    book.add(
        on_contract(
            vector(
                "seal_proven_in_time",
                "The seal has expired since; the document is known to have existed before.",
            ),
            expired.clone(),
        )
        .existed_before(NOW - DAY - 1)
        .verified(),
    );
    book.add(
        on_contract(
            vector("seal_proven_at_once", "The proof names the very second in which the seal was made."),
            expired.clone(),
        )
        .existed_before(MADE)
        .verified(),
    );
    book.add(
        on_contract(
            vector("seal_in_force_and_proven", "A proof changes nothing for a seal in force."),
            seal.clone(),
        )
        .existed_before(NOW)
        .verified(),
    );
}

fn documents(book: &mut Book, seal: &Bytes) {
    let mut flipped = CONTRACT.to_vec();
    flipped[20] ^= 1;
    let document = Document::of(CONTRACT);
    for (name, difference, other) in [
        ("document_with_one_bit_changed", "One bit of the document is another one.", Document::of(&flipped)),
        (
            "document_with_a_byte_more",
            "One byte follows the document.",
            Document::of(&[CONTRACT, b"\n"].concat()),
        ),
        (
            "document_of_another_length",
            "The digest is the right one, the length is not.",
            Document::new(*document.digest(), document.length() + 1),
        ),
    ] {
        book.add(
            vector(name, "A seal counts for the bytes that were sealed and no others.")
                .from("seal", difference)
                .desk("desk")
                .verify_seal(seal.clone(), &other)
                .refused("document_changed"),
        );
    }
}

fn keys(world: &Sealer<'_>, book: &mut Book) {
    let good = header(world.alg(), &world.certificate, |_| {});
    for (name, difference, key) in [
        ("seal_by_another_key", "The key is another one of the same algorithm.", "不是印章"),
        ("seal_by_a_key_of_the_owner", "The key is one that the owner uses for something else.", "企业"),
    ] {
        let other = sample::key(Algorithm::Sm2, key);
        book.add(
            on_contract(
                vector(name, "Only the key that the seal's certificate names seals.")
                    .from("seal", difference),
                act(&other, &good, &world.payload()),
            )
            .refused("holder_signature_invalid"),
        );
    }
    let protected = header(-9, &world.certificate, |_| {});
    book.add(
        on_contract(
            vector("seal_of_another_algorithm", "The key fixes the algorithm.")
                .from("seal", "The header says ESP256, the key is of SM2."),
            act(&world.key, &protected, &world.payload()),
        )
        .refused("holder_algorithm_mismatch"),
    );
}

fn certificates(scene: &Scene, world: &Sealer<'_>, book: &mut Book) {
    let about = "What seals is an electronic seal, with owner, picture and licence in the open.";
    let by_licence = act(
        &scene.holder,
        &header(scene.holder.public_key().algorithm().cose_id(), &world.licence, |_| {}),
        &world.payload(),
    );
    book.add(
        on_contract(
            vector("sealed_with_the_business_licence", about)
                .from("seal", "The company's business licence and its key stand in place of a seal."),
            by_licence,
        )
        .refused("seal_kind_wrong"),
    );
    for label in [3, 4, 4082, 4083] {
        let lacking = world.seal_with(|claims| done(claims.get(ITEMS).remove(label)));
        book.add(
            on_contract(
                vector(format!("seal_without_{label}"), about)
                    .from("seal", format!("The certificate lacks item {label}.")),
                lacking,
            )
            .refused("seal_item_missing"),
        );
    }
    let long = world.seal_with(|claims| done(claims.get(ITEMS).get(4082).set(3, uint(20_481))));
    book.add(
        on_contract(
            vector("seal_with_too_large_a_picture", about)
                .from("seal", "Item 4082 names a picture of 20,481 bytes."),
            long,
        )
        .refused("seal_item_missing"),
    );
    for (name, difference, label, other, code) in [
        (
            "licence_of_nobody",
            "The licence is by an issuer that no list names.",
            1,
            text("11510000MBYY00089Q"),
            "issuer_unknown",
        ),
        (
            "licence_of_another_kind",
            "The licence is of a kind that its issuer may not issue.",
            2,
            text(kinds::EID),
            "kind_not_permitted",
        ),
        (
            "licence_on_another_list",
            "The licence stands on a status list that its issuer's entry does not name.",
            4,
            text("zz:cq-seals/1"),
            "status_uri_not_listed",
        ),
    ] {
        let seal = world.seal_with(|claims| done(claims.get(ITEMS).get(4083).set(label, other)));
        book.add(
            on_contract(
                vector(name, "The licence behind a seal is judged by its own issuer.")
                    .from("seal", difference),
                seal,
            )
            .refused(code)
            .telling("/object", "seal_licence"),
        );
    }
    licence_in_a_pilot(world, book);
    acts(world, book);
}

/// The licence behind a seal counts where the pilot of its kind says.
fn licence_in_a_pilot(world: &Sealer<'_>, book: &mut Book) {
    let desk = world.scene.desk_with_own(|draft| {
        let grant = &mut draft.issuers[0].kinds[0];
        assert_eq!(grant.kind, kinds::BUSINESS_LICENCE);
        grant.pilot = Some(Pilot { regions: vec![region("500103")], ..Pilot::default() });
    });
    book.keep("licences_in_a_pilot", desk.pack());
    let about = "The licence behind a seal counts in the pilot of its issuer's grant.";
    let shown = |name: &str, here: &'static str| {
        let desk = vector(name, about).desk("licences_in_a_pilot").region(here);
        desk.verify_seal("seal", &Document::of(CONTRACT))
    };
    book.add(shown("seal_licence_inside_a_pilot", "500103").verified());
    book.add(
        shown("seal_licence_outside_a_pilot", "500104")
            .from("seal_licence_inside_a_pilot", "The desk stands in the neighbouring district.")
            .refused("not_in_pilot")
            .telling("/object", "seal_licence"),
    );
}

/// Other acts in place of a seal, or under it.
fn acts(world: &Sealer<'_>, book: &mut Book) {
    let delegate = sample::key(Algorithm::Sm2, "受托人");
    let mandate = MandateDraft {
        delegate: Delegate::new(delegate.public_key().clone(), "王示例", None).expect("a delegate"),
        matters: vec![ScenarioId::new(world.scene.world.chongqing.id, "seal-contracts").expect("an id")],
        iat: time(MADE),
        exp: time(NOW + DAY),
    };
    let mandate = mandate.sign(&world.certificate, &world.key, CTI).expect("a mandate");
    let under = header(world.alg(), &mandate, |_| {});
    book.add(
        on_contract(
            vector("sealed_under_a_mandate", "A mandate does not seal.")
                .from("seal", "A delegate seals, and the mandate stands where the certificate should."),
            act(&delegate, &under, &world.payload()),
        )
        .refused("wrong_typ"),
    );
    let presentation = PresentationDraft {
        audience: Audience::any(),
        iat: time(NOW),
        exp: time(NOW + 60),
        nonce: None,
        scenario: None,
        purpose: None,
    };
    let presentation = presentation.sign(&world.certificate, &world.key, CTI).expect("a presentation");
    for (name, what, bytes) in [
        ("presentation_in_place_of_a_seal", "A presentation of the seal's certificate", presentation),
        ("certificate_in_place_of_a_seal", "The seal's certificate itself", world.certificate.clone()),
    ] {
        book.add(
            on_contract(
                vector(name, "One object does not pass as another.")
                    .traps(&[9])
                    .from("seal", format!("{what} stands in its place.")),
                bytes,
            )
            .refused("wrong_typ"),
        );
    }
}

fn times(world: &Sealer<'_>, book: &mut Book, seal: &Bytes, expired: &Bytes) {
    let about = "By default the seal must be in force now; a proof moves that moment back, and nothing else.";
    book.add(
        on_contract(
            vector("seal_expired", about)
                .from("seal_proven_in_time", "Nothing is known of an earlier moment."),
            expired.clone(),
        )
        .refused("expired"),
    );
    book.add(
        on_contract(
            vector("seal_expired_before_the_proof", about)
                .from("seal_proven_in_time", "The document is known to have existed one second later."),
            expired.clone(),
        )
        .existed_before(NOW - DAY)
        .refused("expired"),
    );
    book.add(
        on_contract(
            vector("sealed_after_the_proof", about)
                .from("seal_proven_at_once", "The proof names the second before the seal was made."),
            expired.clone(),
        )
        .existed_before(MADE - 1)
        .refused("sealed_after_proof"),
    );
    book.add(
        on_contract(
            vector("proof_from_the_future", about)
                .from("seal_in_force_and_proven", "The proof names a moment one second later."),
            seal.clone(),
        )
        .existed_before(NOW + 1)
        .refused("proof_in_future"),
    );
    for (name, difference, at, code) in [
        (
            "sealed_before_the_certificate",
            "The seal says that it was made before its certificate was issued.",
            NOW - 40 * DAY,
            "act_too_early",
        ),
        (
            "sealed_after_the_certificate",
            "The seal says that it was made when its certificate had ended.",
            NOW + 4 * 365 * DAY,
            "act_too_late",
        ),
        ("sealed_tomorrow", "The seal says that it was made 61 seconds from now.", NOW + 61, "act_in_future"),
    ] {
        book.add(
            on_contract(
                vector(name, "The sealer's word is bounded by the certificate and by now.")
                    .from("seal", difference),
                world.saying(|claims| done(claims.set(IAT, uint(at)))),
            )
            .refused(code),
        );
    }
    book.add(
        on_contract(
            vector("sealed_within_the_skew", "Clocks may differ by the skew."),
            world.saying(|claims| done(claims.set(IAT, uint(NOW + 60)))),
        )
        .verified(),
    );
}

fn statuses(world: &Sealer<'_>, book: &mut Book) {
    let about =
        "A seal ends with its certificate and with the licence behind it; when, a status list does not say.";
    for (value, word, code) in
        [(1, "cancelled", "cancelled"), (12, "void", "void"), (13, "revoked", "revoked_as_penalty")]
    {
        for (name, whose, object, seal) in [
            ("seal", "certificate", "certificate", world.at(WITH_STATUS + value)),
            ("licence", "licence behind it", "seal_licence", world.on_licence(WITH_STATUS + value)),
        ] {
            let bytes = book.keep(&format!("{name}_{word}"), seal);
            book.add(
                on_contract(
                    vector(format!("{name}_{word}"), about).from("seal", format!("The {whose} is {word}.")),
                    bytes.clone(),
                )
                .refused(code)
                .telling("/object", object),
            );
            let proven = on_contract(
                vector(format!("{name}_{word}_with_proof"), about)
                    .from("seal_in_force_and_proven", format!("The {whose} is {word}.")),
                bytes,
            )
            .existed_before(NOW);
            let proven =
                if value == 12 { proven.refused(code) } else { proven.cannot_tell("ended_time_unknown") };
            book.add(proven.telling("/object", object));
        }
    }
    let unknown = world.on_licence(WITH_STATUS + 7);
    book.add(
        on_contract(
            vector("licence_with_an_unknown_status", about)
                .from("seal", "The status of the licence behind it has no meaning here."),
            unknown,
        )
        .cannot_tell("status_value_unknown")
        .telling("/object", "seal_licence"),
    );
    let mut changed = CONTRACT.to_vec();
    changed[0] ^= 1;
    book.add(
        vector("changed_and_cancelled_with_proof", "Refused wins over cannot tell.")
            .from("seal_in_force_and_proven", "The seal is cancelled, and the document was changed.")
            .desk("desk")
            .verify_seal("seal_cancelled", &Document::of(&changed))
            .existed_before(NOW)
            .refused("document_changed"),
    );
    let both = world.seal_with(|claims| {
        claims.set(STATUS, status_claim(world.scene.world.chongqing_seals.status_uri, WITH_STATUS + 1));
        claims.get(ITEMS).get(4083).set(3, uint(WITH_STATUS + 12));
    });
    book.add(
        on_contract(
            vector("cancelled_with_proof_on_a_void_licence", "Refused wins over cannot tell.").from(
                "seal_in_force_and_proven",
                "The seal is cancelled, and the licence behind it is void.",
            ),
            both,
        )
        .existed_before(NOW)
        .refused("void")
        .telling("/object", "seal_licence"),
    );
}

fn pictures(book: &mut Book, seal: &Bytes) {
    let mut other = SEAL_PICTURE.to_vec();
    other[60] ^= 1;
    for (name, difference, picture, code) in [
        ("seal_with_another_picture", "One bit of the picture is another one.", other, "picture_mismatch"),
        (
            "seal_with_half_a_picture",
            "Only the half of the picture came along.",
            SEAL_PICTURE[..200].to_vec(),
            "picture_mismatch",
        ),
        ("seal_with_a_huge_picture", "The picture has 20,481 bytes.", vec![0; 20_481], "picture_too_large"),
    ] {
        book.add(
            on_contract(
                vector(name, "A picture that comes along is the one that the certificate names.")
                    .from("seal_with_picture", difference),
                seal.clone(),
            )
            .picture(&picture)
            .refused(code),
        );
    }
}

fn forms(world: &Sealer<'_>, book: &mut Book) {
    let about = "The form of a seal is closed.";
    let mut add = |name: &str, difference: &str, bytes: Vec<u8>, code| {
        book.add(on_contract(vector(name, about).from("seal", difference), bytes).refused(code));
    };
    add(
        "seal_with_an_end",
        "It states an end of its own.",
        world.saying(|claims| done(claims.set(EXP, uint(NOW + DAY)))),
        "claim_not_allowed",
    );
    add(
        "seal_of_another_digest",
        "Its digest is said to be of SHA-512.",
        world.saying(|claims| *claims.get(SEALED).element(0) = int(-44)),
        "claim_invalid",
    );
    add(
        "seal_of_no_media_type",
        "The media type is empty.",
        world.saying(|claims| *claims.get(SEALED).element(3) = text("")),
        "claim_invalid",
    );
    add(
        "seal_on_a_turned_name",
        "The document's name has a character that turns the direction of text.",
        world.saying(|claims| *claims.get(SEALED).element(4) = text("合同\u{202e}fdp.exe")),
        "cbor_forbidden_character",
    );
    add(
        "seal_on_nothing",
        "It does not say what was sealed.",
        world.saying(|claims| done(claims.remove(SEALED))),
        "claim_missing",
    );
    let protected = |change: fn(&Sealer<'_>, &mut Tree)| {
        let protected = header(world.alg(), &world.certificate, |header| change(world, header));
        act(&world.key, &protected, &world.payload())
    };
    add(
        "seal_with_a_kid",
        "It has a kid, although its certificate names the key.",
        protected(|world, header| {
            done(header.set(KID, bytes(&world.key.public_key().thumbprint().kid())));
        }),
        "header_not_allowed",
    );
    add(
        "seal_with_a_key_of_its_own",
        "It brings a COSE_Key in its header.",
        protected(|world, header| done(header.set(-1, cose_key(&world.key)))),
        "header_not_allowed",
    );
    add(
        "seal_without_a_certificate",
        "It carries nothing on which it stands.",
        protected(|_, header| done(header.remove(13))),
        "header_missing",
    );
}
