//! The arithmetic of availability, for parts that are used once each.
//!
//! All of it takes parts to fail **independently of each other**. Where two of them hang on the
//! same power supply it is too rosy, and where one stands in the sum twice it is wrong: then make
//! a [`FaultTree`](crate::FaultTree), which counts shared parts once.

use crate::error::FaultTreeError;
use alloc::vec::Vec;

/// The availability of parts in series, all of which are needed: the product.
///
/// Of nothing it is 1. Parts fail independently of each other.
///
/// ```
/// let shop = itsm_fault_tree::series([0.999, 0.998, 0.995])?;
/// assert!((shop - 0.99202).abs() < 5e-6);
/// # Ok::<(), itsm_fault_tree::FaultTreeError>(())
/// ```
pub fn series(availabilities: impl IntoIterator<Item = f64>) -> Result<f64, FaultTreeError> {
    let mut product = 1.0;
    for availability in availabilities {
        product *= probability(availability)?;
    }
    Ok(product)
}

/// The availability of parts in parallel, of which one is enough: one less the product of what is
/// missing.
///
/// Of nothing it is 0. Parts fail independently of each other.
///
/// ```
/// let pair = itsm_fault_tree::parallel([0.99, 0.99])?;
/// assert!((pair - 0.9999).abs() < 1e-12);
/// # Ok::<(), itsm_fault_tree::FaultTreeError>(())
/// ```
pub fn parallel(availabilities: impl IntoIterator<Item = f64>) -> Result<f64, FaultTreeError> {
    let mut missing = 1.0;
    for availability in availabilities {
        missing *= 1.0 - probability(availability)?;
    }
    Ok(1.0 - missing)
}

/// The availability of a group that needs at least `needed` of its members up, whatever the
/// availability of each.
///
/// Members fail independently of each other.
///
/// # Errors
///
/// [`FaultTreeError::NeededOutOfRange`] unless `needed` is from 1 to the number of members.
///
/// ```
/// let cluster = itsm_fault_tree::k_of_n(2, [0.9, 0.9, 0.9])?;
/// assert!((cluster - (3.0 * 0.9 * 0.9 * 0.1 + 0.9 * 0.9 * 0.9)).abs() < 1e-12);
/// # Ok::<(), itsm_fault_tree::FaultTreeError>(())
/// ```
pub fn k_of_n(
    needed: usize,
    availabilities: impl IntoIterator<Item = f64>,
) -> Result<f64, FaultTreeError> {
    // By how many of those so far are up; the last place stands for as many as needed or more.
    let mut up = alloc::vec![1.0];
    let mut members = 0_usize;
    for availability in availabilities {
        let p = probability(availability)?;
        members = members.saturating_add(1);
        let mut next: Vec<f64> = up.iter().map(|it| it * (1.0 - p)).collect();
        next.push(0.0);
        for (it, before) in next.iter_mut().skip(1).zip(&up) {
            *it += before * p;
        }
        if next.len() > needed.saturating_add(1) {
            let beyond = next.pop().unwrap_or_default();
            if let Some(last) = next.last_mut() {
                *last += beyond;
            }
        }
        up = next;
    }
    if needed == 0 || needed > members {
        return Err(FaultTreeError::NeededOutOfRange { needed, members });
    }
    Ok(up.pop().unwrap_or_default())
}

/// The part of the time in which something is down that runs for `up` on average and is then down
/// for `down`: down / (up + down), in the long run. Both in one unit, whichever.
///
/// `up` is the mean time between failures as service management counts it (MTBF, from restoration
/// to the next failure), and `down` the mean time to restore service (MTRS). Of no time at all
/// there is none, `None`.
///
/// ```
/// let p = itsm_fault_tree::unavailability(999.0, 1.0)?;
/// assert_eq!(p, Some(0.001));
/// # Ok::<(), itsm_fault_tree::FaultTreeError>(())
/// ```
#[doc(alias = "mtbf")]
#[doc(alias = "mttr")]
#[doc(alias = "mtrs")]
pub fn unavailability(up: f64, down: f64) -> Result<Option<f64>, FaultTreeError> {
    for value in [up, down] {
        if !(value.is_finite() && value >= 0.0) {
            return Err(FaultTreeError::TimeOutOfRange { value });
        }
    }
    // Halved, so that the sum of two large times is not infinite.
    let whole = up / 2.0 + down / 2.0;
    Ok((whole > 0.0).then(|| down / 2.0 / whole))
}

fn probability(value: f64) -> Result<f64, FaultTreeError> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(FaultTreeError::OutOfRange { value })
    }
}
