//! The replay memory.

use crate::border::{Fault, Given};
use wasm_bindgen::prelude::wasm_bindgen;
use zhengzhao_facade::core::verify::ReplayMemory;

#[wasm_bindgen]
#[derive(Debug)]
pub struct ReplayHandle {
    pub(crate) memory: ReplayMemory,
}

#[wasm_bindgen]
impl ReplayHandle {
    pub fn begin(capacity: u32) -> Given<Self> {
        let memory = usize::try_from(capacity).ok().and_then(ReplayMemory::new);
        let memory = memory.ok_or_else(|| Fault::argument("capacity: 1 to 1048576 presentations"))?;
        Ok(Self { memory })
    }

    pub fn reopen(bytes: &[u8]) -> Given<Self> {
        Ok(Self { memory: ReplayMemory::reopen(bytes)? })
    }

    pub fn export(&self) -> Vec<u8> {
        self.memory.export()
    }

    pub fn length(&self) -> u32 {
        u32::try_from(self.memory.len()).unwrap_or(u32::MAX)
    }
}
