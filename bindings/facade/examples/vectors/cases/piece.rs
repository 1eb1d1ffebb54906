//! One invented certificate that is shown for a material, and everything about it that a vector may change.

use super::Case;
use super::party::Party;
use super::value::{About, HERE, day_of, inside};
use crate::act::{DELEGATE_NAME, mandate_draft, sign_mandate, sixteen};
use crate::book::Exhibit;
use crate::matters::presented;
use crate::scene::{NOW, VALID, ed25519, region, rng, status_ref, time};
use crate::seals::CONTRACT;
use std::collections::BTreeSet;
use zhengzhao::act::seal::{Document, SealDraft};
use zhengzhao::act::{MandateDraft, ScenarioId};
use zhengzhao::holder::{HolderCopy, Step};
use zhengzhao::issue::{Draft, DraftItem, DraftPermit, Half, departures, issue, issue_licence_and_seal};
use zhengzhao::kind::{Disclosure, ItemSpec, ItemType, Kind, SEAL_PICTURE, ValidityRange};
use zhengzhao::region::Region;
use zhengzhao::scenario::{Alternative, PermitsNeed, Predicate};
use zhengzhao::time::Time;
use zhengzhao_facade::sample::{self, DAY, Issuer, kinds};

const NAME: u16 = 2;
const CODE: u16 = 3;
const CODE_TYPE: u16 = 4;

/// Permits of a consolidated licence of which all are asked for.
const PERMITS: [&str; 2] = [kinds::DRUG_LICENCE, kinds::FOOD_LICENCE];

/// How a certificate is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// By its holder.
    Presented,
    /// By a delegate under a mandate of its holder.
    Delegated,
    /// By whoever has it.
    Bare,
}

/// A permit: its kind, its entry in the status list, and whether it is shown.
pub(super) type Permit = (String, u64, bool);

/// What is shown for one material.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) place: usize,
    pub(super) alternative: usize,
    /// The name of the holder's key.
    pub(super) key: String,
    pub(super) region: Region,
    pub(super) exp: Option<Time>,
    pub(super) items: Vec<DraftItem>,
    pub(super) shown: BTreeSet<u16>,
    /// Whether the portrait travels beside it.
    pub(super) face: bool,
    pub(super) permits: Vec<Permit>,
    pub(super) act: Act,
}

impl Piece {
    pub(super) fn remove(&mut self, label: u16) {
        self.items.retain(|item| item.label != label);
        self.shown.remove(&label);
    }

    /// The holder keeps the item to themselves; where that cannot be done, the certificate does not have it.
    pub(super) fn withhold(&mut self, label: u16) {
        if self.is_selective(label) {
            self.shown.remove(&label);
        } else {
            self.remove(label);
        }
    }

    pub(super) fn is_selective(&self, label: u16) -> bool {
        self.items.iter().any(|item| item.label == label && item.redact)
    }

    pub(super) fn set(&mut self, label: u16, value: zhengzhao::issue::DraftValue) {
        let item = self.items.iter_mut().find(|item| item.label == label);
        item.expect("an item of the certificate").value = value;
    }
}

impl Case<'_> {
    /// What serves a material by one of its alternatives, and shows no more than that.
    pub(super) fn piece(&self, place: usize, alternative: usize) -> Piece {
        self.piece_of(place, alternative, &self.parties.holders[place])
    }

    /// The same, held by somebody else.
    pub(super) fn piece_of(&self, place: usize, alternative: usize, holder: &Party) -> Piece {
        let terms = &self.claims.terms;
        let material = &terms.materials[place];
        let own = &material.alternatives[alternative];
        let kind = self.kind(&own.kind);
        let key = if material.delegate { DELEGATE_NAME.into() } else { self.parties.keys[place].clone() };
        let piece = Piece {
            place,
            alternative,
            key,
            region: region_of(own),
            exp: exp_of(own, kind),
            items: self.items(place, alternative, holder),
            shown: terms.narrowest(place, own),
            face: material.face,
            permits: permits_of(own).into_iter().map(|kind| (kind.into(), VALID, true)).collect(),
            act: Act::Presented,
        };
        let wrong = departures(&self.draft(&piece), kind, false);
        assert!(wrong.is_empty(), "{} of {} departs from its kind: {wrong:?}", own.kind, terms.id);
        piece
    }

    /// What the scenario names, what no certificate of the kind lacks, whose it is, and one item more.
    fn items(&self, place: usize, alternative: usize, holder: &Party) -> Vec<DraftItem> {
        let terms = &self.claims.terms;
        let own = &terms.materials[place].alternatives[alternative];
        let kind = self.kind(&own.kind);
        let representative = &self.parties.representatives[place];
        let about = About { kind, holder, representative, alternative: own };
        let mut labels = terms.named(place, own);
        labels.extend([NAME, CODE, CODE_TYPE]);
        labels.extend(kind.items().iter().filter(|spec| spec.required()).map(ItemSpec::label));
        labels.extend(self.spare(place, alternative));
        labels.into_iter().map(|label| about.item(label)).collect()
    }

    /// An item that the holder may disclose and nobody asks for.
    pub(super) fn spare(&self, place: usize, alternative: usize) -> Option<u16> {
        let terms = &self.claims.terms;
        let code = &terms.materials[place].alternatives[alternative].kind;
        let of_kind = terms.materials.iter().enumerate().flat_map(|(place, material)| {
            let same = material.alternatives.iter().filter(|own| own.kind == *code);
            same.flat_map(move |own| terms.named(place, own))
        });
        let named: BTreeSet<u16> = of_kind.collect();
        let plain = [ItemType::Text, ItemType::Date, ItemType::Integer, ItemType::Boolean];
        let items = || {
            self.kind(code).items().iter().filter(|spec| {
                let chosen = spec.disclosure() != Disclosure::Open && plain.contains(&spec.item_type());
                chosen && !named.contains(&spec.label()) && spec.label() < SEAL_PICTURE
            })
        };
        // The names and numbers of the header only where the kind has nothing else.
        let own = items().find(|spec| spec.label() >= zhengzhao::kind::FIRST_KIND_LABEL);
        own.or_else(|| items().next()).map(ItemSpec::label)
    }

    pub(super) fn kind(&self, code: &str) -> &Kind {
        self.kinds.get(code).expect("a kind of the catalogue")
    }

    fn issuer(&self, piece: &Piece) -> &Issuer {
        let world = &self.scene.world;
        let here = world.chongqing_market.region.contains(piece.region);
        if here { &world.chongqing_market } else { &world.sichuan_market }
    }

    fn draft(&self, piece: &Piece) -> Draft {
        let begin = begin();
        let issuer = self.issuer(piece);
        let permit = |(kind, index, _): &Permit| DraftPermit {
            issuer: issuer.id.into(),
            kind: kind.clone(),
            nbf: begin,
            exp: end(self.kind(kind)),
            status: status_ref(issuer, *index),
            items: Vec::new(),
            redact: true,
        };
        Draft {
            issuer: issuer.id.into(),
            kind: self.claims.terms.materials[piece.place].alternatives[piece.alternative].kind.clone(),
            region: piece.region,
            iat: begin,
            nbf: begin,
            exp: piece.exp,
            items: piece.items.clone(),
            permits: piece.permits.iter().map(permit).collect(),
            decoys_to: 0,
        }
    }

    /// What makes a certificate, and what is signed with it, one of a kind.
    fn seed(&self, piece: &Piece) -> String {
        format!("{} {} {}", self.claims.terms.id, piece.place, piece.alternative)
    }

    /// As the holder receives it.
    pub(super) fn issued(&self, piece: &Piece) -> Vec<u8> {
        let (issuer, draft) = (self.issuer(piece), self.draft(piece));
        let holder = sample::enrolled(&ed25519(&piece.key), issuer.id).expect("a key that was shown");
        let (status, mut rng) = (status_ref(issuer, VALID), rng(&self.seed(piece)));
        issue(&draft, holder, &status, &issuer.issue_key, &mut rng).expect("issued").into_bytes()
    }

    pub(super) fn exhibit(&self, piece: &Piece) -> Exhibit {
        let alternative = &self.claims.terms.materials[piece.place].alternatives[piece.alternative];
        if !alternative.is_presented() {
            return Exhibit::seal(self.seal(piece), &Document::of(CONTRACT));
        }
        let copy = HolderCopy::parse(&self.issued(piece)).expect("the holder can read it");
        let shown = copy.show(|path| match path.first() {
            Some(Step::Item(label)) => piece.shown.contains(label),
            Some(Step::Permit(place)) => piece.permits[*place].2,
            _ => false,
        });
        let (of, key) = (self.seed(piece), ed25519(&piece.key));
        let exhibit = match piece.act {
            Act::Bare => Exhibit::certificate(shown),
            Act::Presented => presented(&of, &self.claims, &shown, &key),
            Act::Delegated => {
                let matter = ScenarioId::new(&self.claims.issuer, &self.claims.terms.id);
                let matters = vec![matter.expect("the name of a scenario")];
                let mandate = MandateDraft { matters, ..mandate_draft() };
                let mandate = sign_mandate(&of, &mandate, &shown, &key);
                presented(&of, &self.claims, &mandate, &ed25519(DELEGATE_NAME))
            }
        };
        if piece.face { exhibit.beside("portrait") } else { exhibit }
    }

    /// A seal of the holder on a contract. Its certificate is issued together with the licence that it stands on,
    /// which says whose it is.
    fn seal(&self, piece: &Piece) -> Vec<u8> {
        let said = [NAME, CODE, CODE_TYPE];
        let (of_holder, of_seal): (Vec<_>, Vec<_>) =
            piece.items.iter().cloned().partition(|item| said.contains(&item.label));
        let issuer = self.issuer(piece);
        let licence = Draft { kind: kinds::BUSINESS_LICENCE.into(), items: of_holder, ..self.draft(piece) };
        let picture = sample::electronic_seal(&self.scene.world).items;
        let picture = picture.into_iter().filter(|item| item.label == SEAL_PICTURE);
        let items = of_seal.into_iter().chain(picture).collect();
        let seal = Draft { items, ..self.draft(piece) };
        let key = ed25519(&format!("{} seal", piece.key));
        let enrolled = |key| sample::enrolled(key, issuer.id).expect("a key that was shown");
        let status = status_ref(issuer, VALID);
        let half = |draft, key| Half {
            draft,
            holder_key: enrolled(key),
            status: &status,
            signer: &issuer.issue_key,
        };
        let mut rng = rng(&self.seed(piece));
        let holder = ed25519(&piece.key);
        let issued = issue_licence_and_seal(half(&licence, &holder), half(&seal, &key), &mut rng);
        let issued = issued.expect("issued").seal;
        let shown = HolderCopy::parse(issued.as_bytes()).expect("the holder can read it").show(|_| false);
        let draft = SealDraft {
            document: Document::of(CONTRACT),
            name: "申请书.pdf".into(),
            media_type: "application/pdf".into(),
            iat: time(NOW - DAY),
            purpose: None,
        };
        draft.sign(&shown, &key, sixteen(&self.seed(piece))).expect("sealed")
    }
}

fn begin() -> Time {
    Time::start_of(time(NOW - 30 * DAY).date()).expect("a day")
}

/// The kinds of permits that an alternative asks for.
pub(super) fn permits_of(own: &Alternative) -> Vec<&str> {
    match &own.permits {
        PermitsNeed::Nothing => Vec::new(),
        PermitsNeed::All => PERMITS.to_vec(),
        PermitsNeed::Kinds(kinds) => kinds.iter().map(String::as_str).collect(),
    }
}

/// Where the certificate must have been issued, or anywhere.
fn region_of(own: &Alternative) -> Region {
    let within = own.predicates.iter().find_map(|predicate| match predicate {
        Predicate::InRegion { label: None, region } => Some(inside(*region)),
        _ => None,
    });
    within.unwrap_or_else(|| region(HERE))
}

/// The end of the last day that is asked for, or any that the kind allows.
fn exp_of(own: &Alternative, kind: &Kind) -> Option<Time> {
    let last = own.predicates.iter().find_map(|predicate| match predicate {
        Predicate::ValidOn { label: None, day } => Some(day_of(*day)),
        _ => None,
    });
    last.map_or_else(|| end(kind), Time::end_of)
}

/// The end of a period that the kind allows.
fn end(kind: &Kind) -> Option<Time> {
    let days = match kind.validity_ranges().first() {
        Some(ValidityRange::Unlimited) => return None,
        Some(ValidityRange::Days(days)) => u64::from(*days),
        Some(ValidityRange::Months(months)) => u64::from(*months) * 28,
        Some(ValidityRange::Years(years)) => u64::from(*years) * 365,
        // One of these certificates lives for a year where nothing is known.
        _ => 365,
    };
    Some(begin().saturating_add(days * DAY))
}
