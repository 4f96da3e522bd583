//! Where the log comes from: a file, standard input or the bundled sample; plain or gzipped.

use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// The log that is used when none is given: invented by `generate_sample_log`.
pub const SAMPLE: &str = include_str!("../../data/sample_log.csv");

const BUFFER: usize = 1 << 16;

/// A log that is open for reading, with the progress of reading it.
pub struct Source<'a> {
    /// What the report calls it.
    pub name: String,
    /// The text of the log, whatever it was packed in.
    pub text: Box<dyn Read + 'a>,
    /// The bar, hidden if there is nobody to watch it.
    pub bar: ProgressBar,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl<'a> Source<'a> {
    /// The bundled sample log.
    pub fn sample() -> Self {
        Self {
            name: "the bundled sample log".into(),
            text: Box::new(SAMPLE.as_bytes()),
            bar: ProgressBar::hidden(),
        }
    }

    /// A text that is there already.
    pub fn text(name: &str, text: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            text: Box::new(io::Cursor::new(text)),
            bar: ProgressBar::hidden(),
        }
    }

    /// Standard input.
    pub fn stdin(stdin: &'a mut dyn Read) -> io::Result<Self> {
        Ok(Self {
            name: "standard input".into(),
            text: unpack(stdin)?,
            bar: ProgressBar::hidden(),
        })
    }

    /// A file. Progress is counted in the bytes of the file as it lies on the disk.
    pub fn file(path: &Path, progress: bool) -> io::Result<Self> {
        let file = File::open(path)?;
        let meta = file.metadata()?;
        if meta.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a folder",
            ));
        }
        let bar = if progress {
            let style = "{bar:40} {bytes} of {total_bytes}, {eta} left";
            let style = ProgressStyle::with_template(style)
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(meta.len()).with_style(style)
        } else {
            ProgressBar::hidden()
        };
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            text: unpack(bar.wrap_read(file))?,
            bar,
        })
    }
}

/// Unpacks what begins like gzip, whatever it is called.
pub(crate) fn unpack<'a>(packed: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let mut start = Vec::with_capacity(2);
    let mut packed = BufReader::with_capacity(BUFFER, packed);
    packed.by_ref().take(2).read_to_end(&mut start)?;
    let whole = io::Cursor::new(start.clone()).chain(packed);
    Ok(if start == GZIP {
        Box::new(MultiGzDecoder::new(whole))
    } else {
        Box::new(whole)
    })
}
