//! Scenarios.

use super::IssueError;
use super::certificate::sign1;
use crate::cose::encode_sign1;
use crate::crypto::Signer;
use crate::error::{Object, Refusal, ensure};
use crate::limits::MAX_SCENARIO;
use crate::scenario::{SCENARIO_TYP, ScenarioClaims};
use alloc::vec::Vec;

/// Signs a scenario by a key that the trust list names for scenarios.
///
/// # Errors
/// [`IssueError`], with the [`Refusal`] of what a store would refuse for its form; nothing was issued.
pub fn issue_scenario(claims: &ScenarioClaims, signer: &dyn Signer) -> Result<Vec<u8>, IssueError> {
    let payload = claims.write_payload()?;
    let (protected, signature) = sign1(signer, SCENARIO_TYP, false, &payload)?;
    let bytes = encode_sign1::<&[u8]>(&protected, &[], &payload, &signature);
    let (object, size, limit) = (Object::Scenario, bytes.len(), MAX_SCENARIO);
    ensure(size <= limit, || Refusal::TooLarge { object, size, limit })?;
    Ok(bytes)
}
