//! The seeds of the fuzz targets: made by this world, and each accepted by what its target calls.
//!
//! `ZHENGZHAO_WRITE_SEEDS=1 cargo test -p zhengzhao --test contracts seeds` writes them anew.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use zhengzhao::act::Nonce;
use zhengzhao::act::enrolment::{self, EnrolmentChallenge, EnrolmentDraft};
use zhengzhao::certificate::Value;
use zhengzhao::crypto::{Algorithm, Signer, SigningKey};
use zhengzhao::holder::HolderCopy;
use zhengzhao::issue::{DraftItem, issue_scenario};
use zhengzhao::kind::Kinds;
use zhengzhao::qr::{Collector, Frame, decode, encode};
use zhengzhao::receipt::{Head, Receipt, verify_chain};
use zhengzhao::request::Request;
use zhengzhao::status::{Shard, Status};
use zhengzhao::{Pack, Store};

use crate::chunks::disclosures;
use crate::hand::{certificate, decoy, element, encoded, items_of, member};
use crate::noise::full_draft;
use crate::pieces::frames_of;
use crate::receipts::journal;
use crate::request::{check_in_request, holding_scenario};
use crate::scenario::full_scenario;
use crate::world::{DAY, ISSUER, NOW, World, key, policy, time};

/// What the target `enrolment` has given to the holder.
const CHALLENGE: [u8; 16] = [16; 16];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

/// A disclosure for the target `disclosures`: its length and its content.
fn chunk(content: &[u8]) -> Vec<u8> {
    [&[u8::try_from(content.len()).unwrap()], content].concat()
}

/// The hash of the disclosure with this number, as that target takes it.
fn hash_of(number: u8) -> [u8; 32] {
    [number; 32]
}

/// A journal for the target `receipt`: each receipt after its length.
fn pieces(receipts: &[Receipt]) -> Vec<u8> {
    let pieces = receipts.iter().map(Receipt::to_bytes);
    pieces
        .flat_map(|bytes| [&u16::try_from(bytes.len()).unwrap().to_be_bytes(), &bytes[..]].concat())
        .collect()
}

/// The inverse of [`pieces`].
fn receipts(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut receipts = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let (receipt, rest) = rest.split_at(u16::from_be_bytes(*length).into());
        receipts.push(receipt);
        bytes = rest;
    }
    receipts
}

/// The input of the target `frames`: an order and an object of two frames.
fn frames_in(order: &[u8], object: &[u8]) -> Vec<u8> {
    let length = u8::try_from(order.len()).unwrap();
    [&[length], order, &object.repeat(3)[..1400]].concat()
}

/// Reads frames until an object is whole.
fn collect(data: &[u8]) -> Result<(), zhengzhao::Refusal> {
    let mut collector = Collector::new();
    let mut last = Ok(None);
    for frame in frames_of(data) {
        last = Frame::parse(&frame).and_then(|frame| collector.add(frame));
    }
    assert!(last?.is_some(), "the last frame ends the set");
    Ok(())
}

fn challenge() -> EnrolmentChallenge {
    EnrolmentChallenge::new(ISSUER, Nonce::new(CHALLENGE)).unwrap()
}

fn enrolment(keys: &[&dyn Signer]) -> Vec<u8> {
    let (iat, exp) = (time(NOW), time(NOW + 3600));
    EnrolmentDraft { issuer: ISSUER.into(), nonce: Nonce::new(CHALLENGE), iat, exp }
        .sign(keys, [7; 16])
        .unwrap()
}

/// Everything that a kind file may have, once.
const KIND_FILE: &str = r##"{"code":"ZZ-LOCAL-A","code_verified":false,"zh":"证","en":"permit",
"definer":{"zh":"局","en":"bureau"},"holder_category":"person","validity_ranges":[{"days":30},{"months":6},{"years":5},"unlimited"],
"relations":["predecessor","version_chain","copy_of","part_of","employer"],
"number":{"templates":["?(####)~第##号","JY##","@~"],"check":"mod_11_10"},"decoys_to":8,
"header":[{"name":"holderName","disclosure":"sensitive","required":true},{"name":"certificateName","printed":false},{"name":"portrait"}],
"items":[{"label":16,"zh":"出生日期","name":"birthDate","pinyin":"CSRQ","en":"date of birth","disclosure":"selective","type":"date"},
{"label":17,"zh":"14","name":"ageOver14","en":"14","disclosure":"selective","type":"boolean"},
{"label":18,"zh":"16","name":"ageOver16","en":"16","disclosure":"selective","type":"boolean"},
{"label":19,"zh":"18","name":"ageOver18","en":"18","disclosure":"selective","type":"boolean"},
{"label":20,"zh":"范围","name":"scope","en":"scope","disclosure":"open","printed":true,"limits":true,"required":true,"type":"list"},
{"label":4080,"zh":"表","name":"table","en":"table","disclosure":"sensitive","type":"map","members":[
{"label":1,"zh":"数","name":"number","en":"number","type":"integer"},{"label":2,"zh":"图","name":"picture","en":"picture","type":"bytes"}]}]}"##;

const KIND_LIST: &str = r#"{"definers":[{"zh":"局","en":"bureau"}],"kinds":[["ZZ-LOCAL-A",false,"证","permit",0,"person"],
["11100000000019713D008",true,"证","licence",0,"legal"],["ZZ-LOCAL-B",false,"证","permit",0,"mixed"]]}"#;

type Seeds = BTreeMap<(&'static str, &'static str), Vec<u8>>;

fn seeds(world: &World) -> Seeds {
    let copy = world.issue(&full_draft(world)).into_bytes();
    let holder = HolderCopy::parse(&copy).unwrap();
    let open = world.draft(vec![DraftItem::open(100, "示例")]);
    let mut shard = Shard::new();
    shard.set(5, Status::Suspended).unwrap();
    let keys = Algorithm::ALL.map(|algorithm| SigningKey::from_secret(algorithm, &[40; 32]).unwrap());
    let keys: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
    let (trust, statuses) = (world.trust_list(), vec![world.status_list(&Shard::new(), NOW)]);
    let anchor = Some(world.store.trust().anchor().clone());
    let inner = encoded(|w| w.array(1).tag(60).bytes(&hash_of(1)));
    let nested = [
        chunk(&member(1, &[0x01], 100)),
        chunk(&element(2, &[0xf5])),
        chunk(&decoy(3)),
        chunk(&member(4, &inner, 101)),
        chunk(&member(5, &items_of(&[], &[hash_of(3)]), 102)),
    ];
    let journal = journal(3);
    let purged: Vec<_> = journal.iter().map(|receipt| receipt.clone().purge(time(NOW + 2 * DAY))).collect();
    let head = Head::sign(&journal[2].tip(), time(NOW), &key(7)).unwrap();
    // The hash of a disclosure that does not come: the holder was not told, to a checker it is withheld.
    let untold = chunk(&member(1, &items_of(&[], &[hash_of(7)]), 100));
    let mut seeds = BTreeMap::from([
        (("receipt", "kept"), pieces(&journal)),
        (("receipt", "purged"), pieces(&purged)),
        (("receipt_head", "signed"), head),
        (("certificate", "copy"), copy.clone()),
        (("certificate", "open"), world.issue(&open).into_bytes()),
        (("certificate", "shown"), holder.show_all()),
        (("certificate", "withheld"), holder.show(|_| false)),
        (("enrolment", "one"), enrolment(&[&world.holder])),
        (("enrolment", "three"), enrolment(&keys)),
        (("printed", "open"), world.issue_printed(&open).into_bytes()),
        (("trust_list", "own"), trust.clone()),
        (("status_list", "held"), statuses.concat()),
        (("status_list", "newer"), world.status_list(&shard, NOW + 30)),
        (("kind_file", "list"), KIND_LIST.into()),
        (("kind_file", "person"), KIND_FILE.into()),
        (("pack", "desk"), Pack::new(anchor, vec![trust], Vec::new(), statuses).to_bytes()),
        (("scenario", "check_in"), issue_scenario(&world.scenario(), &world.scenario).unwrap()),
        (("scenario", "full"), issue_scenario(&full_scenario(world), &world.scenario).unwrap()),
        (("request", "check_in"), check_in_request(world).to_bytes()),
        (("state", "desk"), world.store.export()),
        (("state", "scenario"), holding_scenario(world).export()),
        (("cbor_differential", "tagged"), vec![0xd8, 0x3c, 0x00]),
        (("cbor_differential", "map"), hex::decode("a400012040616182f5f6f83b8140").unwrap()),
        (
            ("disclosures", "flat"),
            [chunk(&member(1, &[0x01], 100)), chunk(&member(2, &[0xf4], 101))].concat(),
        ),
        (("disclosures", "nested"), nested.concat()),
        (("text_form", "printed"), encode(&world.issue_printed(&open).into_bytes()).into_bytes()),
        (("text_form", "after_marks"), "\u{feff}\r\n ZZ1:BB8".into()),
        (("text_form", "frame"), encode(&frames_of(&frames_in(&[0], &copy))[0]).into_bytes()),
        (("frames", "in_order"), frames_in(&[0, 1], &copy)),
        (("frames", "backwards_and_twice"), frames_in(&[1, 1, 0, 1], &copy)),
        // A foreign one, a conflict, a mismatch, and then the set.
        (("frames", "after_refusals"), frames_in(&[0, 9, 16, 17, 0, 1], &copy)),
        (("seal", "one"), crate::seals::seal_on(world, b"contract")),
        (
            ("seal", "file"),
            zhengzhao::act::seal::write(&[crate::seals::seal_on(world, b"contract"), vec![0]]).unwrap(),
        ),
        (("disclosures", "untold"), untold),
    ]);
    seeds.extend(crate::acts::seeds(world).map(|(target, name, bytes)| ((target, name), bytes)));
    seeds
}

#[test]
fn the_committed_seeds_are_those_of_this_world() {
    let expected = seeds(&World::new());
    let root = folder().join("seeds");
    if std::env::var_os("ZHENGZHAO_WRITE_SEEDS").is_some() {
        for ((target, name), bytes) in &expected {
            fs::create_dir_all(root.join(target)).unwrap();
            fs::write(root.join(target).join(name), bytes).unwrap();
        }
    }
    let mut found = BTreeSet::new();
    for target in fs::read_dir(&root).unwrap() {
        let target = target.unwrap();
        for seed in fs::read_dir(target.path()).unwrap() {
            let seed = seed.unwrap();
            let names = [target.file_name(), seed.file_name()].map(|name| name.into_string().unwrap());
            let known = expected.iter().find(|((target, name), _)| names == [*target, *name]);
            let ((target, name), bytes) = known.unwrap();
            assert_eq!(&fs::read(seed.path()).unwrap(), bytes, "{target}/{name}");
            found.insert((*target, *name));
        }
    }
    assert_eq!(found, expected.keys().copied().collect());
    let targets: BTreeSet<_> = fs::read_dir(folder().join("fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(targets, found.into_iter().map(|(target, _)| target.to_owned()).collect());
}

#[test]
fn every_seed_is_accepted() {
    let world = World::new();
    for ((target, name), bytes) in seeds(&world) {
        let mut store = world.store.clone();
        let result = match (target, name) {
            ("certificate", "copy") => HolderCopy::parse(&bytes).map(drop),
            ("certificate", _) => world.verify(&bytes).map(drop),
            ("enrolment", _) => enrolment::verify(&bytes, challenge(), time(NOW), 0).map(drop),
            ("printed", _) => world.verify_printed(&bytes).map(drop),
            ("trust_list", _) => store.update_own(&[&bytes], time(NOW), &policy()),
            ("status_list", _) => store.update_status(&bytes, time(NOW), &policy()),
            ("scenario", _) => store.update_scenario(&bytes, time(NOW), &policy()),
            ("request", _) => Request::parse(&bytes).map(drop),
            ("pack", _) => Pack::parse(&bytes).and_then(|pack| store.import(&pack, time(NOW), &policy())),
            ("state", _) => Store::reopen(&bytes).map(drop),
            ("text_form", _) => decode(std::str::from_utf8(&bytes).unwrap()).map(drop),
            ("frames", _) => collect(&bytes),
            ("presentation" | "mandate" | "replay", _) => {
                crate::acts::judge_seed(&world, target, name, &bytes)
            }
            ("seal", "file") => zhengzhao::act::seal::read(&bytes).map(drop),
            ("seal", _) => crate::seals::judge_on(&world, &bytes, b"contract"),
            ("receipt", _) => verify_chain(receipts(&bytes), &[], time(NOW + 2 * DAY)).map(drop),
            ("receipt_head", _) => Head::verify(&bytes, key(7).public_key()).map(drop),
            ("kind_file", _) => {
                let mut kinds = Kinds::new();
                let taken = kinds.insert_file(std::str::from_utf8(&bytes).unwrap());
                assert_eq!(taken, Ok(if name == "list" { 3 } else { 1 }));
                assert!(kinds.get("ZZ-LOCAL-A").is_some());
                Ok(())
            }
            ("cbor_differential", _) => crate::item::skip(&bytes).map_err(zhengzhao::Refusal::from),
            (_, name) => {
                let (digests, contents) = disclosures(&bytes);
                let bytes = certificate(&world, &items_of(&[], &digests), &contents);
                let copy = HolderCopy::parse(&bytes);
                if name == "untold" {
                    assert_eq!(copy.unwrap_err().code(), "disclosure_unmatched");
                    let verified = world.verify(&bytes).unwrap();
                    let items = verified.items();
                    let inside = matches!(items.get(100), Some(Value::Map(inner)) if inner.withheld() == 1);
                    assert!(inside && items.withheld() == 0);
                    continue;
                }
                copy.and_then(|copy| world.verify(&copy.show_all())).map(drop)
            }
        };
        assert_eq!(result, Ok(()), "{target}/{name}");
    }
}
