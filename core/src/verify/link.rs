//! Links: whether two verified certificates belong together. Shown together proves nothing; a link does.
//!
//! ```text
//! same code             items 3 and 4 of both are shown and equal
//! same enterprise       the same, and the code is a unified social credit code (type 001)
//! same key              the holder's key of both; for a delegate the delegate's key or code
//! legal representative  the code that the first one names for its legal representative is the holder's of the second
//! member                a certificate beside a consolidated licence is that of one of its permits
//! ```
//! An empty text says nothing and counts as not shown. What is shown and differs breaks a link. Equal names alone tell nothing: many people share one.

use super::{Verified, report::Content};
use crate::certificate::{Form, Items, Permit};
use crate::error::{Object, Refusal, gate};
use crate::labels::{HOLDER_CODE, HOLDER_CODE_TYPE};

// Header items (the same in all kinds).
const NUMBER: u16 = 1;
const NAME: u16 = 2;
/// The code type of a unified social credit code.
const ENTERPRISE: &str = "001";
/// The code type of a citizen number: what a legal representative has where the kind states no type.
const CITIZEN: &str = "111";

const BROKEN: Refusal = Refusal::LinkBroken { object: Object::Certificate };

/// A text, if it is shown and says something.
fn told(items: &Items, label: u16) -> Option<&str> {
    items.get(label)?.as_text().filter(|text| !text.is_empty())
}

/// Who somebody is, as far as it is shown.
struct Identity<'v> {
    name: Option<&'v str>,
    /// Code type and code.
    code: Option<(&'v str, &'v str)>,
}

impl<'v> Identity<'v> {
    fn holder(content: &'v Content) -> Self {
        let text = |label| told(&content.items, label);
        Self { name: text(NAME), code: text(HOLDER_CODE_TYPE).zip(text(HOLDER_CODE)) }
    }

    /// The delegate under whose key it was presented, as the principal states it.
    fn delegate(content: &'v Content) -> Option<Self> {
        let mandate = content.act.as_ref()?.mandate()?;
        let said = |(sort, code): &(&str, &str)| !sort.is_empty() && !code.is_empty();
        let name = Some(mandate.delegate_name()).filter(|name| !name.is_empty());
        Some(Self { name, code: mandate.delegate_code().filter(said) })
    }

    fn belongs_to(&self, other: &Self, code_type: Option<&str>) -> Result<(), Refusal> {
        match (self.code, other.code) {
            (Some(own), Some(code)) => {
                let counts = code_type.is_none_or(|counting| own.0 == counting);
                if own == code && counts { Ok(()) } else { gate(BROKEN) }
            }
            _ if self.name.is_some() && self.name == other.name => {
                gate(Refusal::LinkByNameOnly { object: Object::Certificate })
            }
            _ => gate(BROKEN),
        }
    }
}

/// Both are the same person's or enterprise's, by code type and code.
///
/// # Errors
/// [`Refusal::LinkBroken`], or [`Refusal::LinkByNameOnly`], which is "cannot tell".
pub fn same_code<F: Form, G: Form>(first: &Verified<F>, second: &Verified<G>) -> Result<(), Refusal> {
    by_code(first.content(), second.content())
}

pub(super) fn by_code(first: &Content, second: &Content) -> Result<(), Refusal> {
    Identity::holder(first).belongs_to(&Identity::holder(second), None)
}

/// Both are the same enterprise's, by its unified social credit code.
///
/// # Errors
/// [`Refusal::LinkBroken`], or [`Refusal::LinkByNameOnly`], which is "cannot tell".
pub fn same_enterprise<F: Form, G: Form>(first: &Verified<F>, second: &Verified<G>) -> Result<(), Refusal> {
    by_enterprise(first.content(), second.content())
}

pub(super) fn by_enterprise(first: &Content, second: &Content) -> Result<(), Refusal> {
    Identity::holder(first).belongs_to(&Identity::holder(second), Some(ENTERPRISE))
}

/// Both are bound to the same key; or one was presented by a delegate, and the other is the delegate's own, by the
/// delegate's key or code.
///
/// Two certificates that one delegate presents under two mandates are not linked by that: an agent acts for many.
///
/// # Errors
/// [`Refusal::LinkBroken`], or [`Refusal::LinkByNameOnly`], which is "cannot tell".
pub fn same_key<F: Form, G: Form>(first: &Verified<F>, second: &Verified<G>) -> Result<(), Refusal> {
    by_key(first.content(), second.content())
}

fn have_one_key(first: &Content, second: &Content) -> bool {
    first.holder_key.is_some() && first.holder_key == second.holder_key
}

pub(super) fn by_key(first: &Content, second: &Content) -> Result<(), Refusal> {
    if have_one_key(first, second) {
        return Ok(());
    }
    match (Identity::delegate(first), Identity::delegate(second)) {
        (Some(delegate), None) => by_delegate(first, &delegate, second),
        (None, Some(delegate)) => by_delegate(second, &delegate, first),
        _ => gate(BROKEN),
    }
}

fn by_delegate(principal: &Content, delegate: &Identity<'_>, own: &Content) -> Result<(), Refusal> {
    let mandate = principal.act.as_ref().and_then(|act| act.mandate());
    let key = mandate.map(|mandate| mandate.delegate_key());
    if key.is_some() && key == own.holder_key.as_ref() {
        return Ok(());
    }
    delegate.belongs_to(&Identity::holder(own), None)
}

/// The legal representative of the enterprise is the holder of the other: the item of the enterprise's certificate with
/// this label holds the person's code, and `code_type`, where the kind has such an item, its type; without one it is a
/// citizen number (111).
///
/// # Errors
/// [`Refusal::LinkBroken`].
pub fn legal_representative<F: Form, G: Form>(
    enterprise: &Verified<F>,
    person: &Verified<G>,
    code: u16,
    code_type: Option<u16>,
) -> Result<(), Refusal> {
    by_representative(enterprise.content(), person.content(), (code, code_type))
}

pub(super) fn by_representative(
    enterprise: &Content,
    person: &Content,
    (code, code_type): (u16, Option<u16>),
) -> Result<(), Refusal> {
    let sort = code_type.map_or(Some(CITIZEN), |label| told(&enterprise.items, label));
    let named = sort.zip(told(&enterprise.items, code));
    if named.is_some() && named == Identity::holder(person).code { Ok(()) } else { gate(BROKEN) }
}

/// The place of the permit of the consolidated `licence` whose own certificate `member` is: issued by the same bureau
/// as the same kind with the same number and dates, to the same holder, and equal in everything that both show.
///
/// # Errors
/// [`Refusal::MemberMismatch`].
pub fn member<F: Form, G: Form>(licence: &Verified<F>, member: &Verified<G>) -> Result<usize, Refusal> {
    permit_of(licence.content(), member.content())
}

pub(super) fn permit_of(licence: &Content, member: &Content) -> Result<usize, Refusal> {
    let one_holder = have_one_key(licence, member) || by_code(licence, member).is_ok();
    let place = licence.permits.iter().position(|permit| one_holder && is_copy(permit, member));
    let kind = || member.kind.clone();
    place.ok_or_else(|| Refusal::MemberMismatch { object: Object::Certificate, kind: kind() })
}

/// Whether a certificate says what a permit says.
fn is_copy(permit: &Permit, member: &Content) -> bool {
    let one_number = told(&permit.items, NUMBER).is_some();
    let equal = permit.items.iter().all(|(label, value)| match member.items.get(label) {
        Some(own) => own == value,
        None => label != NUMBER,
    });
    let dates = (permit.nbf, permit.exp) == (member.nbf, member.exp);
    is_of(permit, member) && dates && one_number && equal
}

/// Whether a permit was granted by the issuer of a certificate, as its kind.
pub(super) fn is_of(permit: &Permit, member: &Content) -> bool {
    permit.issuer == member.issuer && permit.kind == member.kind
}
