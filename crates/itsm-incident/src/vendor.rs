//! Suppliers: an incident that is in somebody else's hands as well, under their own number.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::refuse::No;
use alloc::string::ToString;
use itsm_core::id::SupplierId;
use itsm_core::text::{Note, RecordNumber};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Hand the incident to a supplier, or note the number that it has with them.
    ///
    /// Whether the desk waits for them meanwhile is another matter: see
    /// [`Hold`](crate::command::Hold).
    #[doc(alias = "external ticket")]
    pub struct HandToVendor {
        /// The supplier.
        supplier: SupplierId,
    } optional {
        /// The number of their own record.
        reference: RecordNumber,
        /// What they were told.
        note: Note,
    }
}
wire_struct! {
    /// The supplier is done with it, or has given it back.
    pub struct ReturnFromVendor {} optional {
        /// What they said.
        note: Note,
    }
}
wire_struct! {
    /// It was handed to a supplier, or its number there became known.
    pub struct HandedToVendor {
        /// The supplier.
        supplier: SupplierId,
    } optional {
        /// The number of their own record.
        reference: RecordNumber,
        /// What they were told.
        note: Note,
    }
}
wire_struct! {
    /// It came back from a supplier.
    pub struct ReturnedFromVendor {
        /// The supplier.
        supplier: SupplierId,
    } optional {
        /// What they said.
        note: Note,
    }
}
wire_struct! {
    /// The time that an incident was with a supplier.
    pub struct VendorCase {
        /// The supplier.
        supplier: SupplierId,
        /// When it was handed over, as far as that was noted; else when it was recorded.
        handed_over_at: Instant,
    } optional {
        /// The number of their own record.
        reference: RecordNumber,
        /// When it came back.
        returned_at: Instant,
    }
}

impl Incident {
    /// The suppliers that it was with, in the order in which it was handed to them.
    pub fn vendor_cases(&self) -> &[VendorCase] {
        self.listed(|it| &it.vendors)
    }

    /// The supplier that it is with now.
    pub fn vendor(&self) -> Option<&VendorCase> {
        self.vendor_cases()
            .last()
            .filter(|it| it.returned_at.is_none())
    }

    pub(crate) fn hand_to_vendor(
        &self,
        it: &HandToVendor,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        match self.vendor() {
            Some(with) if with.supplier != it.supplier => {
                return no(Law::VendorAlready)
                    .param("supplier", with.supplier.to_string().as_str())
                    .err();
            }
            Some(with) if it.reference.is_none() || with.reference == it.reference => {
                return no(Law::NothingToChange).err();
            }
            _ => {}
        }
        Ok(HandedToVendor {
            supplier: it.supplier,
            reference: it.reference.clone(),
            note: it.note.clone(),
        }
        .into())
    }

    pub(crate) fn return_from_vendor(
        &self,
        it: &ReturnFromVendor,
        no: impl FnOnce(Law) -> No,
    ) -> Result<IncidentEvent, IncidentError> {
        match self.vendor() {
            Some(with) => Ok(ReturnedFromVendor {
                supplier: with.supplier,
                note: it.note.clone(),
            }
            .into()),
            None => no(Law::VendorNone).err(),
        }
    }

    pub(crate) fn take_vendor(&mut self, it: &HandedToVendor, at: Instant) {
        let vendors = &mut self.annex_mut().vendors;
        match vendors.last_mut() {
            Some(with) if with.returned_at.is_none() && with.supplier == it.supplier => {
                if it.reference.is_some() {
                    with.reference.clone_from(&it.reference);
                }
            }
            _ => vendors.push(VendorCase {
                supplier: it.supplier,
                handed_over_at: at,
                reference: it.reference.clone(),
                returned_at: None,
            }),
        }
    }

    pub(crate) fn take_return(&mut self, at: Instant) {
        if let Some(with) = self.annex_mut().vendors.last_mut() {
            with.returned_at.get_or_insert(at);
        }
    }
}
