//! The step *act*, check by check.

use zhengzhao::act::{Audience, MandateDraft, PresentationDraft, Purpose, ScenarioId};
use zhengzhao::crypto::{Signer, sha256};
use zhengzhao::error::Object;
use zhengzhao::issue::{DraftItem, DraftValue};
use zhengzhao::limits::MAX_PICTURE;
use zhengzhao::status::{Shard, Status};
use zhengzhao::verify::{Face, Presenter, ReplayMemory};
use zhengzhao::{Certificate, Occasion, Presence, Presentation, Printed, Refusal, Unverified, Verifier};

use super::{
    DESK, PRESENTATION_TYP, act_header, answering, certificate, challenge, delegate, desk, draft,
    hand_mandate, items, mandate, mandate_draft, matter, occasion, payload, presentation,
    presentation_claims, presented, uint, verify, verify_at,
};
use crate::hand::{encoded, map, sign1};
use crate::world::{DAY, NOW, World, key, policy, region, status_ref, time};

fn code(world: &World, bytes: &[u8]) -> &'static str {
    verify(world, bytes, Presence::None).unwrap_err().code()
}

/// A presentation under the mandate, for its matter.
fn under(mandate: &[u8], draft: &PresentationDraft) -> Vec<u8> {
    let draft = PresentationDraft { scenario: Some(matter()), ..draft.clone() };
    draft.sign(mandate, &delegate(), [6; 16]).unwrap()
}

#[test]
fn a_presentation_says_who_presented() {
    let world = World::new();
    let verified = verify(&world, &presented(&world, &answering(1)), challenge(1)).unwrap();
    assert_eq!(verified.report().presenter(), Presenter::ProvenChallenge);
    assert_eq!(verified.report().presenter().id(), "proven_challenge");
    assert_eq!(verified.items().get(2).and_then(|value| value.as_text()), Some("示例一"));
    let act = verified.act().unwrap();
    assert_eq!((act.audience().as_str(), act.issued_at(), act.expires()), (DESK, time(NOW), time(NOW + 120)));
    assert_eq!((act.cti(), act.signer()), (&[6; 16], world.holder.public_key().thumbprint()));
    assert!(act.scenario().is_none() && act.purpose().is_none() && act.mandate().is_none());

    let mut memory = ReplayMemory::new(4).unwrap();
    let fixed = presented(&world, &draft());
    let verified = verify(&world, &fixed, Presence::Audience(&mut memory)).unwrap();
    assert_eq!(verified.report().presenter().id(), "proven_audience");
    let verified = verify(&world, &fixed, Presence::None).unwrap();
    assert_eq!(verified.report().presenter().id(), "not_proven");
    assert!(verified.act().is_some());
    // A certificate alone proves nothing, whoever holds it.
    let verified = world.verify(&certificate(&world)).unwrap();
    assert_eq!(verified.report().presenter(), Presenter::NotProven);
    assert!(verified.act().is_none());
}

#[test]
fn a_delegate_presents_under_a_mandate() {
    let world = World::new();
    let occasion = occasion(&world).with_scenario(matter());
    let bytes = under(&mandate(&world), &answering(1));
    let verified = verify_at(&world, &bytes, &occasion, challenge(1)).unwrap();
    // The certificate is the principal's, the key that answered the delegate's.
    assert_eq!(verified.holder_key(), Some(world.holder.public_key()));
    let act = verified.act().unwrap();
    assert_eq!(act.signer(), delegate().public_key().thumbprint());
    assert_eq!(act.scenario(), Some(&matter()));
    let mandate = act.mandate().unwrap();
    assert_eq!((mandate.delegate_name(), mandate.delegate_code()), ("示例二", None));
    assert_eq!((mandate.delegate_key(), mandate.matters()), (delegate().public_key(), &[matter()][..]));
    assert_eq!((mandate.issued_at(), mandate.expires()), (time(NOW - 60), time(NOW + 30 * DAY)));
    assert_eq!(mandate.cti(), &[8; 16]);
    // Of what it shows, nothing is told to a log.
    assert!(!format!("{verified:?}{act:?}{mandate:?}").contains("示例"));
}

#[test]
fn only_a_presentation_proves_a_presence() {
    let world = World::new();
    let missing = |object| Refusal::PresentationMissing { object };
    let verifier = world.verifier();
    let certificate = certificate(&world);
    let printed = world.issue_printed(&world.draft(Vec::new())).into_bytes();
    let mut memory = ReplayMemory::new(4).unwrap();
    let object = Unverified::<Certificate>::parse(&certificate).unwrap();
    let refusal = verifier.verify(object, &occasion(&world), challenge(1)).unwrap_err();
    assert_eq!(refusal, missing(Object::Certificate));
    let object = Unverified::<Printed>::parse(&printed).unwrap();
    let refusal = verifier.verify(object, &occasion(&world), Presence::Audience(&mut memory)).unwrap_err();
    assert_eq!(refusal, missing(Object::PrintedCertificate));
}

#[test]
fn the_holders_key_must_have_signed() {
    let world = World::new();
    let certificate = certificate(&world);
    let stranger = key(6);
    let signed = presentation(&stranger, &certificate, &[]);
    let invalid = |object| Refusal::HolderSignatureInvalid { object };
    let verdict = |bytes: &[u8]| {
        let occasion = occasion(&world).with_scenario(matter());
        verify_at(&world, bytes, &occasion, Presence::None).map(drop)
    };
    assert_eq!(verdict(&signed), Err(invalid(Object::Presentation)));
    // The holder does not sign for the delegate, nor the delegate for the holder.
    let on_mandate = presentation(&world.holder, &mandate(&world), &[]);
    assert_eq!(verdict(&on_mandate), Err(invalid(Object::Presentation)));
    assert_eq!(verdict(&presentation(&delegate(), &certificate, &[])), Err(invalid(Object::Presentation)));
    // A mandate that somebody else gave.
    let forged =
        super::act(&stranger, &certificate, &super::mandate_typ(), &payload(&super::mandate_claims(), &[]));
    assert_eq!(verdict(&under_by_hand(&forged)), Err(invalid(Object::Mandate)));
    // The signature covers the header: the certificate in it cannot be exchanged for another one of the holder.
    let mut draft = world.draft(items());
    draft.exp = None;
    let other = world.issue(&draft).into_bytes();
    let header = act_header(&world.holder, &other, PRESENTATION_TYP, &[]);
    let claims = payload(&presentation_claims(), &[]);
    let signature = presentation(&world.holder, &certificate, &[]);
    let signature = &signature[signature.len() - 64..];
    let exchanged =
        encoded(|w| w.tag(18).array(4).bytes(&header).raw(&map(&[])).bytes(&claims).bytes(signature));
    assert_eq!(verdict(&exchanged), Err(invalid(Object::Presentation)));
    // The key fixes the algorithm, whatever the header says; a legacy number is never the holder's.
    for alg in [-8, -9, -7, -70101, 0] {
        let header =
            act_header(&world.holder, &certificate, PRESENTATION_TYP, &[(1, encoded(|w| w.int(alg)))]);
        let bytes = sign1(&world.holder, &header, &map(&[]), &claims);
        let object = Object::Presentation;
        assert_eq!(verdict(&bytes), Err(Refusal::HolderAlgorithmMismatch { object }));
    }
}

fn under_by_hand(mandate: &[u8]) -> Vec<u8> {
    let scenario = encoded(|w| w.array(2).text(super::MATTER.0).text(super::MATTER.1));
    presentation(&delegate(), mandate, &[(-70012, scenario)])
}

#[cfg(not(feature = "p256"))]
#[test]
fn a_key_of_an_algorithm_that_this_build_lacks_cannot_be_told() {
    let world = World::new();
    let phone = zhengzhao::crypto::PublicKey::p256(&[1; 32], &[2; 32]).unwrap();
    let certificate = zhengzhao::issue::issue(
        &world.draft(items()),
        &phone,
        &status_ref(1),
        &world.issuer,
        &mut crate::world::rng(9),
    );
    let header = act_header(
        &world.holder,
        certificate.unwrap().as_bytes(),
        PRESENTATION_TYP,
        &[(1, encoded(|w| w.int(-9)))],
    );
    let bytes = sign1(&world.holder, &header, &map(&[]), &payload(&presentation_claims(), &[]));
    let refusal = verify(&world, &bytes, Presence::None).unwrap_err();
    assert_eq!(refusal, Refusal::HolderAlgorithmUnavailable { object: Object::Presentation });
    assert!(refusal.is_undetermined());
}

#[test]
fn every_time_relation_has_its_bounds() {
    let world = World::new();
    // A certificate that begins a minute ago and ends in two.
    let mut short = world.draft(items());
    (short.iat, short.nbf, short.exp) = (time(NOW - 100), time(NOW - 60), Some(time(NOW + 120)));
    let short = world.issue(&short).into_bytes();
    let shown = |iat: u64, exp: u64| presentation(&world.holder, &short, &[(6, uint(iat)), (4, uint(exp))]);
    let object = Object::Presentation;
    let verdict = |bytes: &[u8]| verify(&world, bytes, Presence::None).map(drop);
    assert_eq!(verdict(&shown(NOW - 60, NOW + 120)), Ok(()));
    let (iat, begin) = (time(NOW - 61), time(NOW - 60));
    assert_eq!(verdict(&shown(NOW - 61, NOW + 60)), Err(Refusal::ActTooEarly { object, iat, begin }));
    let (exp, end) = (time(NOW + 121), time(NOW + 120));
    assert_eq!(verdict(&shown(NOW, NOW + 121)), Err(Refusal::ActOutlives { object, exp, end }));
    let iat = end;
    assert_eq!(verdict(&shown(NOW + 120, NOW + 200)), Err(Refusal::ActTooLate { object, iat, end }));
    // Where `iat` is the later of the two, it is the beginning.
    let mut dated = world.draft(items());
    (dated.iat, dated.nbf) = (time(NOW - 10), time(NOW - 60));
    let dated = world.issue(&dated).into_bytes();
    let early = presentation(&world.holder, &dated, &[(6, uint(NOW - 11))]);
    assert_eq!(code(&world, &early), "act_too_early");
    assert_eq!(verdict(&presentation(&world.holder, &dated, &[(6, uint(NOW - 10))])), Ok(()));

    // The skew lets an act begin a minute early, and never end later.
    let shown = |iat: u64, exp: u64| presented(&world, &draft_between(iat, exp));
    assert_eq!(verdict(&shown(NOW + 60, NOW + 120)), Ok(()));
    let (iat, now) = (time(NOW + 61), time(NOW));
    assert_eq!(verdict(&shown(NOW + 61, NOW + 120)), Err(Refusal::ActInFuture { object, iat, now }));
    assert_eq!(verdict(&shown(NOW - 100, NOW + 1)), Ok(()));
    let exp = time(NOW);
    assert_eq!(verdict(&shown(NOW - 100, NOW)), Err(Refusal::ActExpired { object, exp, now }));
}

fn draft_between(iat: u64, exp: u64) -> PresentationDraft {
    PresentationDraft { iat: time(iat), exp: time(exp), ..draft() }
}

#[test]
fn the_time_relations_hold_for_each_pair() {
    let world = World::new();
    let object = Object::Mandate;
    let verdict = |mandate: &[u8], more: &[(i64, Vec<u8>)]| {
        let scenario = encoded(|w| w.array(2).text(super::MATTER.0).text(super::MATTER.1));
        let more = [more, &[(-70012, scenario)]].concat();
        let bytes = presentation(&delegate(), mandate, &more);
        verify_at(&world, &bytes, &occasion(&world).with_scenario(matter()), Presence::None).map(drop)
    };
    let given = |iat: u64, exp: u64| hand_mandate(&world, &[(6, uint(iat)), (4, uint(exp))]);
    // The mandate and the certificate, which begins a day ago and ends in 365.
    assert_eq!(verdict(&given(NOW - DAY, NOW + DAY), &[]), Ok(()));
    let (iat, begin) = (time(NOW - DAY - 1), time(NOW - DAY));
    assert_eq!(
        verdict(&given(NOW - DAY - 1, NOW + DAY), &[]),
        Err(Refusal::ActTooEarly { object, iat, begin })
    );
    let (exp, end) = (time(NOW + 365 * DAY + 1), time(NOW + 365 * DAY));
    assert_eq!(
        verdict(&given(NOW - 60, NOW + 365 * DAY + 1), &[]),
        Err(Refusal::ActOutlives { object, exp, end })
    );
    let iat = end;
    assert_eq!(
        verdict(&given(NOW + 365 * DAY, NOW + 366 * DAY), &[]),
        Err(Refusal::ActTooLate { object, iat, end })
    );
    // The mandate and now.
    let (iat, now) = (time(NOW + 61), time(NOW));
    assert_eq!(verdict(&given(NOW + 61, NOW + DAY), &[]), Err(Refusal::ActInFuture { object, iat, now }));
    let exp = now;
    assert_eq!(verdict(&given(NOW - 60, NOW), &[]), Err(Refusal::ActExpired { object, exp, now }));
    // The presentation and the mandate, not the certificate.
    let object = Object::Presentation;
    let (iat, begin) = (time(NOW - 61), time(NOW - 60));
    let early = verdict(&given(NOW - 60, NOW + DAY), &[(6, uint(NOW - 61))]);
    assert_eq!(early, Err(Refusal::ActTooEarly { object, iat, begin }));
    let (exp, end) = (time(NOW + 120), time(NOW + 119));
    let long = verdict(&given(NOW - 60, NOW + 119), &[]);
    assert_eq!(long, Err(Refusal::ActOutlives { object, exp, end }));
    let (iat, end) = (time(NOW + 50), time(NOW + 50));
    let late = verdict(&given(NOW - 60, NOW + 50), &[(6, uint(NOW + 50))]);
    assert_eq!(late, Err(Refusal::ActTooLate { object, iat, end }));
}

#[test]
fn a_policy_may_shorten_mandates() {
    let world = World::new();
    let bytes = under(&mandate(&world), &draft());
    let limit = 30 * DAY + 60;
    let occasion = occasion(&world).with_scenario(matter());
    let verdict = |limit: u64| {
        let policy = policy().with_max_mandate_age(limit).unwrap();
        let verifier = Verifier::new(world.store.trust(), world.store.statuses(), policy);
        let object = Unverified::<Presentation>::parse(&bytes).unwrap();
        verifier.verify(object, &occasion, Presence::None).map(drop)
    };
    assert_eq!(verdict(limit), Ok(()));
    let (object, seconds) = (Object::Mandate, limit);
    let limit = limit - 1;
    assert_eq!(verdict(limit), Err(Refusal::ActLifetimeTooLong { object, seconds, limit }));
    assert!(policy().with_max_mandate_age(366 * DAY + 1).is_none());
    assert_eq!(policy().max_mandate_age(), 366 * DAY);
}

#[test]
fn a_mandate_counts_for_its_matters_only() {
    let world = World::new();
    let other = ScenarioId::new(super::MATTER.0, "bank-account").unwrap();
    let draft_for = |scenario: Option<ScenarioId>| PresentationDraft { scenario, ..draft() };
    let mandate = mandate(&world);
    let shown =
        |scenario: Option<ScenarioId>| draft_for(scenario).sign(&mandate, &delegate(), [6; 16]).unwrap();
    let here = occasion(&world);
    let not_for_this = Refusal::MandateNotForThis { object: Object::Mandate };
    let verdict =
        |bytes: &[u8], occasion: &Occasion| verify_at(&world, bytes, occasion, Presence::None).map(drop);
    assert_eq!(verdict(&shown(Some(matter())), &here.clone().with_scenario(matter())), Ok(()));
    assert_eq!(
        verdict(&shown(Some(other.clone())), &here.clone().with_scenario(other.clone())),
        Err(not_for_this.clone())
    );
    // The same id of another organisation is another matter; an occasion without a matter has none.
    let namesake = ScenarioId::new("11330100YY0000002A", super::MATTER.1).unwrap();
    assert_eq!(
        verdict(&shown(Some(namesake.clone())), &here.clone().with_scenario(namesake)),
        Err(not_for_this.clone())
    );
    assert_eq!(verdict(&shown(None), &here), Err(not_for_this));
    let several = MandateDraft { matters: vec![matter(), other.clone()], ..mandate_draft() };
    let several = several.sign(&certificate(&world), &world.holder, [8; 16]).unwrap();
    let bytes = draft_for(Some(other.clone())).sign(&several, &delegate(), [6; 16]).unwrap();
    assert_eq!(verdict(&bytes, &here.with_scenario(other)), Ok(()));
}

#[test]
fn the_audience_is_the_checkers() {
    let world = World::new();
    let nobody = world.occasion();
    let (here, there) = (occasion(&world), Audience::new("hotel-510104-0042/desk 4").unwrap());
    let anybody = nobody.clone().with_audience(Audience::any());
    let shown = |audience: Audience| presented(&world, &PresentationDraft { audience, ..answering(1) });
    let (mine, any, others) = (shown(desk()), shown(Audience::any()), shown(there));
    let mismatch = Err(Refusal::AudienceMismatch { object: Object::Presentation });
    let proven =
        |bytes: &[u8], occasion: &Occasion| verify_at(&world, bytes, occasion, challenge(1)).map(drop);
    let unproven =
        |bytes: &[u8], occasion: &Occasion| verify_at(&world, bytes, occasion, Presence::None).map(drop);
    for (bytes, occasion, with_proof, without) in [
        (&mine, &here, true, true),
        (&others, &here, false, false),
        (&any, &here, false, true),
        (&mine, &nobody, false, true),
        (&any, &nobody, false, true),
        (&any, &anybody, false, true),
        (&mine, &anybody, false, false),
    ] {
        let expected = |holds: bool| if holds { Ok(()) } else { mismatch.clone() };
        assert_eq!(proven(bytes, occasion), expected(with_proof));
        assert_eq!(unproven(bytes, occasion), expected(without));
    }
}

#[test]
fn the_nonce_is_the_challenge() {
    let world = World::new();
    let object = Object::Presentation;
    let verdict = |draft: &PresentationDraft, presence: Presence<'_>| {
        verify(&world, &presented(&world, draft), presence).map(drop)
    };
    let mut memory = ReplayMemory::new(4).unwrap();
    assert_eq!(verdict(&answering(1), challenge(1)), Ok(()));
    assert_eq!(verdict(&answering(1), challenge(2)), Err(Refusal::ChallengeMismatch { object }));
    assert_eq!(verdict(&draft(), challenge(1)), Err(Refusal::ChallengeMissing { object }));
    assert_eq!(
        verdict(&answering(1), Presence::Audience(&mut memory)),
        Err(Refusal::ChallengeUnexpected { object })
    );
    assert_eq!(verdict(&answering(1), Presence::None), Ok(()));
    assert!(memory.is_empty());
}

#[test]
fn scenario_and_purpose_are_the_occasions() {
    let world = World::new();
    let object = Object::Presentation;
    let purpose = |text: &str| Purpose::new(text).unwrap();
    let other = ScenarioId::new(super::MATTER.0, "bank-account").unwrap();
    let verdict = |draft: PresentationDraft, occasion: &Occasion| {
        verify_at(&world, &presented(&world, &draft), occasion, Presence::None).map(drop)
    };
    let here = occasion(&world);
    let (for_matter, for_purpose) =
        (here.clone().with_scenario(matter()), here.clone().with_purpose(purpose("住店登记")));
    let scenario = |scenario: ScenarioId| PresentationDraft { scenario: Some(scenario), ..draft() };
    let why = |text: &str| PresentationDraft { purpose: Some(purpose(text)), ..draft() };
    assert_eq!(verdict(scenario(matter()), &for_matter), Ok(()));
    for (shown, occasion) in
        [(draft(), &for_matter), (scenario(other), &for_matter), (scenario(matter()), &here)]
    {
        assert_eq!(verdict(shown, occasion), Err(Refusal::ScenarioMismatch { object }));
    }
    assert_eq!(verdict(why("住店登记"), &for_purpose), Ok(()));
    for (shown, occasion) in
        [(draft(), &for_purpose), (why("住店登记 "), &for_purpose), (why("住店登记"), &here)]
    {
        assert_eq!(verdict(shown, occasion), Err(Refusal::PurposeMismatch { object }));
    }
}

#[test]
fn acts_come_after_disclosures_and_before_status() {
    let mut world = World::new();
    let mut shard = Shard::new();
    shard.set(1, Status::Suspended).unwrap();
    let list = world.status_list(&shard, NOW + 1);
    world.store.update_status(&list, time(NOW + 1), &policy()).unwrap();
    let sound = presented(&world, &answering(1));
    assert_eq!(verify(&world, &sound, challenge(1)).unwrap_err().code(), "suspended");
    assert_eq!(verify(&world, &sound, challenge(2)).unwrap_err().code(), "challenge_mismatch");
    // A presence does not save an old list, and a refused act is refused even where lists are old.
    let later = Occasion::new(time(NOW + 20 * DAY), region("330100")).with_audience(desk());
    let shown = presented(&World::new(), &draft_between(NOW + 20 * DAY, NOW + 20 * DAY + 60));
    let world = World::new();
    assert_eq!(verify_at(&world, &shown, &later, Presence::None).unwrap_err().code(), "status_list_expired");
    assert_eq!(verify_at(&world, &shown, &later, challenge(1)).unwrap_err().code(), "challenge_missing");
}

#[test]
fn verifying_many_proves_nobody_and_says_the_same() {
    let world = World::new();
    let (sound, forged) =
        (presented(&world, &answering(1)), presentation(&key(6), &certificate(&world), &[]));
    let elsewhere = PresentationDraft { audience: Audience::new("x").unwrap(), ..draft() };
    let objects = [&sound[..], &forged, &presented(&world, &elsewhere), &sound, &sound[1..]];
    let occasion = occasion(&world);
    let all = world.verifier().verify_all::<Presentation>(&objects, &occasion);
    for (bytes, verdict) in objects.iter().zip(&all) {
        assert_eq!(&verify(&world, bytes, Presence::None), verdict);
    }
    assert_eq!(all.iter().filter(|verdict| verdict.is_ok()).count(), 2);
}

fn picture(bytes: &[u8]) -> Vec<DraftItem> {
    vec![
        DraftItem::open(1, DraftValue::Bytes(sha256(&[bytes]).to_vec())),
        DraftItem::open(2, "image/avif"),
        DraftItem::open(3, DraftValue::Integer(i64::try_from(bytes.len()).unwrap())),
    ]
}

#[test]
fn a_picture_is_the_one_that_the_certificate_names() {
    let world = World::new();
    let portrait = vec![7; MAX_PICTURE];
    let verdict = |members: Vec<DraftItem>, redact: bool, bytes: &[u8]| {
        let item = DraftItem { label: 4081, value: DraftValue::Map(members), redact };
        let full = world.issue(&world.draft(vec![item])).into_bytes();
        let hidden = zhengzhao::holder::HolderCopy::parse(&full).unwrap().show(|_| false);
        let certificate = if redact { hidden } else { full };
        let object = Unverified::<Certificate>::parse(&certificate).unwrap().with_picture(bytes);
        let verdict = world.verifier().verify(object, &world.occasion(), Presence::None);
        verdict.map(|verified| verified.report().face())
    };
    let object = Object::Certificate;
    assert_eq!(verdict(picture(&portrait), false, &portrait), Ok(Face::Shown));
    assert_eq!(Face::Shown.id(), "shown");
    let (size, limit) = (MAX_PICTURE + 1, MAX_PICTURE);
    let too_large = [&portrait[..], &[7]].concat();
    assert_eq!(
        verdict(picture(&portrait), false, &too_large),
        Err(Refusal::PictureTooLarge { object, size, limit })
    );
    assert_eq!(verdict(picture(&portrait), false, &portrait[1..]), Err(Refusal::PictureMismatch { object }));
    assert_eq!(verdict(picture(&portrait), false, &[]), Err(Refusal::PictureMismatch { object }));
    // The right digest, and another length.
    let mut lies = picture(&portrait);
    lies[2].value = DraftValue::Integer(1);
    assert_eq!(verdict(lies, false, &portrait), Err(Refusal::PictureMismatch { object }));
    let unexpected = Err(Refusal::PictureUnexpected { object });
    assert_eq!(verdict(picture(&portrait), true, &portrait), unexpected);
    let long = |value: DraftValue, at: usize| {
        let mut members = picture(&portrait);
        members[at].value = value;
        members
    };
    for members in [
        picture(&portrait)[..2].to_vec(),
        [picture(&portrait), vec![DraftItem::open(4, "x")]].concat(),
        [picture(&portrait), vec![DraftItem::selective(4, "x")]].concat(),
        long(DraftValue::Bytes(vec![0; 31]), 0),
        long(DraftValue::Integer(1), 1),
        long(DraftValue::Integer(0), 2),
        long(DraftValue::Integer(i64::try_from(MAX_PICTURE).unwrap() + 1), 2),
        long(DraftValue::Integer(-1), 2),
    ] {
        let item = DraftItem::open(4081, DraftValue::Map(members));
        let certificate = world.issue(&world.draft(vec![item])).into_bytes();
        let shown = zhengzhao::holder::HolderCopy::parse(&certificate).unwrap().show(|_| false);
        let object = Unverified::<Certificate>::parse(&shown).unwrap().with_picture(&portrait);
        let refusal = world.verifier().verify(object, &world.occasion(), Presence::None).unwrap_err();
        assert_eq!(refusal.code(), "picture_unexpected");
    }
    // None came along: nothing is checked, and the verdict says so.
    let item = DraftItem::open(4081, DraftValue::Map(picture(&portrait)));
    let verified = world.verify(&world.issue(&world.draft(vec![item])).into_bytes()).unwrap();
    assert_eq!(verified.report().face(), Face::NotShown);
    assert_eq!(Face::NotShown.id(), "not_shown");
    assert_eq!(status_ref(1), *verified.status_ref());
}
