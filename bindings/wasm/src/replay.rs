//! The replay memory.

use crate::border::{Fault, Given};
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::verify::ReplayMemory;

/// Which presentations a desk has accepted.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ReplayHandle {
    pub(crate) memory: ReplayMemory,
}

#[wasm_bindgen]
impl ReplayHandle {
    /// An empty memory for so many presentations.
    pub fn begin(capacity: u32) -> Given<Self> {
        let memory = usize::try_from(capacity).ok().and_then(ReplayMemory::new);
        let memory = memory.ok_or_else(|| Fault::argument("capacity: 1 to 1048576 presentations"))?;
        Ok(Self { memory })
    }

    /// Opens an exported memory again.
    pub fn reopen(bytes: &[u8]) -> Given<Self> {
        Ok(Self { memory: ReplayMemory::reopen(bytes)? })
    }

    /// Everything that is remembered, to be kept.
    pub fn export(&self) -> Vec<u8> {
        self.memory.export()
    }

    /// How many are remembered.
    pub fn length(&self) -> u32 {
        u32::try_from(self.memory.len()).unwrap_or(u32::MAX)
    }
}
