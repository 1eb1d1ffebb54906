//! Trust lists and status lists.

use super::IssueError;
use super::certificate::sign1;
use crate::cbor::{MapWriter, Reader, Writer};
use crate::cose::{Sign, encode_sign, encode_sign1, encode_signature, sign_tbs, signer_header, typ_header};
use crate::crypto::{PublicKey, Signer};
use crate::error::{Object, Refusal};
use crate::labels as l;
use crate::limits::{MAX_SIGNATURES, MAX_TRUST_LIST};
use crate::region::Region;
use crate::status::{ListClaims, STATUS_LIST_TYP, Shard};
use crate::time::Time;
use crate::trust::{IssuerEntry, Recognition, SignerSet, TRUST_LIST_TYP, TrustList};
use alloc::string::String;
use alloc::vec::Vec;

/// A trust list to be made.
#[derive(Debug, Clone)]
pub struct TrustListDraft {
    /// The unified social credit code of the authority.
    pub authority: String,
    /// Its region.
    pub region: Region,
    /// Higher than that of the list before.
    pub sequence: u64,
    /// When it is signed.
    pub iat: Time,
    /// At most 31 days later.
    pub exp: Time,
    /// Who signs the next list, and this one.
    pub signers: SignerSet,
    /// The signers of the list before who are no longer among `signers`.
    pub outgoing: Vec<PublicKey>,
    /// The issuers.
    pub issuers: Vec<IssuerEntry>,
    /// The recognised authorities.
    pub recognitions: Vec<Recognition>,
}

impl TrustListDraft {
    /// The list, checked against the rules of one list alone.
    ///
    /// # Errors
    /// The [`Refusal`] with which a store would refuse it.
    pub fn build(self) -> Result<TrustList, Refusal> {
        let Self { authority, region, sequence, iat, exp, signers, outgoing, issuers, recognitions } = self;
        let list =
            TrustList { authority, region, sequence, iat, exp, signers, outgoing, issuers, recognitions };
        TrustList::read_payload(Reader::new(Object::TrustList, &list.write_payload()))
    }
}

/// Signs a list by its first signer. More signatures are added by [`add_signature`].
///
/// # Errors
/// [`IssueError`], also when the key is not one that the list names.
pub fn sign_trust_list(list: &TrustList, signer: &dyn Signer) -> Result<Vec<u8>, IssueError> {
    assemble(&typ_header(TRUST_LIST_TYP), &list.write_payload(), Vec::new(), signer)
}

/// Adds a signature to a list that others have signed.
///
/// # Errors
/// [`IssueError`], also when the key is not one that the list names or has signed it already.
pub fn add_signature(bytes: &[u8], signer: &dyn Signer) -> Result<Vec<u8>, IssueError> {
    let message = Sign::parse(Object::TrustList, bytes, MAX_TRUST_LIST, TRUST_LIST_TYP, MAX_SIGNATURES)?;
    let others = message.signatures.iter().map(|signature| signature.encoded()).collect();
    assemble(message.protected_bytes(), message.payload_bytes(), others, signer)
}

fn assemble(
    protected: &[u8],
    payload: &[u8],
    mut signatures: Vec<Vec<u8>>,
    signer: &dyn Signer,
) -> Result<Vec<u8>, IssueError> {
    let header = signer_header(signer.public_key());
    let signature = signer.sign(&sign_tbs(protected, &header, payload))?;
    signatures.push(encode_signature(&header, &signature));
    let bytes = encode_sign(protected, payload, &signatures);
    crate::trust::SignedList::parse(&bytes)?;
    Ok(bytes)
}

/// A status list to be made.
#[derive(Debug, Clone, Copy)]
pub struct StatusListDraft<'d> {
    /// The issuer's unified social credit code.
    pub issuer: &'d str,
    /// The list's name.
    pub uri: &'d str,
    /// When it is signed: later than the list before.
    pub iat: Time,
    /// When it stops counting.
    pub exp: Time,
    /// Seconds after which a desk should look for a newer one.
    pub ttl: Option<u64>,
    /// The statuses.
    pub shard: &'d Shard,
}

/// Signs a status list.
///
/// # Errors
/// [`IssueError`]; nothing was issued.
pub fn issue_status_list(draft: &StatusListDraft<'_>, signer: &dyn Signer) -> Result<Vec<u8>, IssueError> {
    let payload = status_payload(draft);
    ListClaims::read(Reader::new(Object::StatusList, &payload))?;
    let (protected, signature) = sign1(signer, STATUS_LIST_TYP, false, &payload)?;
    Ok(encode_sign1::<&[u8]>(&protected, &[], &payload, &signature))
}

fn status_payload(draft: &StatusListDraft<'_>) -> Vec<u8> {
    let mut list = MapWriter::new();
    list.text_entry("bits", |w| w.uint(4));
    list.text_entry("lst", |w| w.bytes(&draft.shard.deflate()));
    let mut claims = MapWriter::new();
    claims.entry(l::ISS, |w| w.text(draft.issuer));
    claims.entry(l::SUB, |w| w.text(draft.uri));
    claims.entry(l::EXP, |w| w.uint(draft.exp.seconds()));
    claims.entry(l::IAT, |w| w.uint(draft.iat.seconds()));
    if let Some(ttl) = draft.ttl {
        claims.entry(l::TTL, |w| w.uint(ttl));
    }
    claims.entry(l::STATUS_LIST, |w| w.map(list));
    let mut writer = Writer::new();
    writer.map(claims);
    writer.into_bytes()
}
