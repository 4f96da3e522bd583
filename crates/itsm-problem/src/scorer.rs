//! How much a shared word says: a small trait, and Okapi BM25 behind it.

/// How much it says that a document has a word of the query.
///
/// What a word adds to a document's score is [`weight`](Self::weight) times
/// [`share`](Self::share), once for each time that the word stands in the query.
///
/// The search leaves out what cannot come to the top, and so relies on this: nothing is negative or
/// not a number, and the share grows with `times` and shrinks with `length`.
pub trait Scorer {
    /// How much a word tells which so many of all documents have.
    fn weight(&self, documents: u32, containing: u32) -> f64;

    /// How much a document is about a word that stands in it so many times, at least once. The
    /// length of the document is counted in words, in parts of the mean length of all.
    fn share(&self, times: u32, length: f64) -> f64;
}

/// Okapi BM25.
///
/// The weight of a word that n of N documents have is ln(1 + (N − n + ½) / (n + ½)): never
/// negative, also for words that most documents have. Its share in a document that has it t times
/// and is l times as long as the mean is t (k₁ + 1) / (t + k₁ (1 − b + b l)).
///
/// Source: S. Robertson, H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
///
/// ```
/// use itsm_problem::scorer::{Bm25, Scorer};
///
/// let bm25 = Bm25::default();
/// // A word that stands once in one document of mean length among a hundred.
/// assert_eq!(format!("{:.3}", bm25.weight(100, 1) * bm25.share(1, 1.0)), "4.210");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bm25 {
    saturation: f64,
    length: f64,
}

impl Default for Bm25 {
    /// k₁ = 1.2 and b = 0.75, which have proved themselves on texts of all kinds.
    fn default() -> Self {
        Self {
            saturation: 1.2,
            length: 0.75,
        }
    }
}

impl Bm25 {
    /// With a k₁ of zero or more and a b from 0 to 1; what lies outside is moved to the next that
    /// lies inside.
    pub fn new(saturation: f64, length: f64) -> Self {
        Self {
            saturation: if saturation.is_finite() {
                saturation.max(0.0)
            } else {
                1.2
            },
            length: if length.is_finite() {
                length.clamp(0.0, 1.0)
            } else {
                0.75
            },
        }
    }

    /// k₁: how soon it no longer matters how often a word is said. At zero it matters at once no
    /// more.
    pub const fn saturation(&self) -> f64 {
        self.saturation
    }

    /// b: how far a long document has to say more, from 0, not at all, to 1, as much more as it is
    /// longer.
    pub const fn length(&self) -> f64 {
        self.length
    }
}

impl Scorer for Bm25 {
    fn weight(&self, documents: u32, containing: u32) -> f64 {
        let containing = f64::from(containing);
        let others = (f64::from(documents) - containing).max(0.0);
        libm::log1p((others + 0.5) / (containing + 0.5))
    }

    fn share(&self, times: u32, length: f64) -> f64 {
        let times = f64::from(times);
        let enough = self.saturation * (1.0 - self.length + self.length * length);
        times * (self.saturation + 1.0) / (times + enough)
    }
}
