//! Pictures that lie beside an article: found without leaving its folder, read
//! and scaled down to half cells with the feature `pictures`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{app::popup::Art, clean::Clean};

/// The file of a picture, in the folder of its article or below, whatever links
/// stand on the way.
pub(super) fn find(article: &Path, source: &str) -> Result<PathBuf, Clean> {
    let fail = |why: &str| Clean::line(&format!("{source}: {why}"));
    let folder = article.parent().filter(|_| article.is_absolute());
    let folder = folder.ok_or_else(|| fail("the article has no folder"))?;
    let path = fs::canonicalize(folder.join(source)).map_err(|e| fail(&e.to_string()))?;
    let folder = fs::canonicalize(folder).map_err(|e| fail(&e.to_string()))?;
    if !path.starts_with(&folder) {
        return Err(fail("it is outside the article's folder"));
    }
    if !path.is_file() {
        return Err(fail("it is no file"));
    }
    Ok(path)
}

/// Without the feature nothing is read.
#[cfg(not(feature = "pictures"))]
pub(super) fn art(_path: &Path, _size: (u16, u16)) -> Result<Art, Clean> {
    Err(Clean::line("this build shows no pictures"))
}

/// Longest file that is read, in bytes (16 MiB).
#[cfg(feature = "pictures")]
const LONGEST: usize = 16 << 20;
/// Most pixels of a side: 12,000 covers what cameras make.
#[cfg(feature = "pictures")]
const SIDE: u32 = 12_000;
/// Most memory that decoding may take, in bytes (192 MiB: 48 megapixels).
#[cfg(feature = "pictures")]
const MEMORY: u64 = 192 << 20;

/// Reads a picture and scales it to at most so many columns and rows. A file
/// that breaks its decoder or keeps it longer than some seconds is refused.
#[cfg(feature = "pictures")]
pub(super) fn art(path: &Path, size: (u16, u16)) -> Result<Art, Clean> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fail = |why: &str| Clean::line(&format!("{name}: {why}"));
    let bytes = crate::import::picture_bytes(path).map_err(|e| fail(&e.to_string()))?;
    if bytes.len() > LONGEST {
        return Err(fail("larger than 16 MiB"));
    }
    crate::import::guarded(move || decode(&bytes, size))
        .map_err(|e| fail(&e.to_string()))?
        .map_err(|e| fail(&e))
}

#[cfg(feature = "pictures")]
fn decode(bytes: &[u8], (columns, rows): (u16, u16)) -> Result<Art, String> {
    use image::{ImageReader, Limits};

    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|e| e.to_string())?;
    reader.limits(limits);
    let picture = reader.decode().map_err(|e| e.to_string())?;
    // A cell is two pixels high; smaller pictures are not blown up.
    let small = picture.thumbnail(
        u32::from(columns).min(picture.width()),
        (u32::from(rows) * 2).min(picture.height()),
    );
    let small = small.to_rgba8();
    let (width, height) = small.dimensions();
    let pixel = |x: u32, y: u32| {
        // On white, as paper is; below the last row too.
        let [r, g, b, a] = if y < height {
            small.get_pixel(x, y).0
        } else {
            [0; 4]
        };
        [r, g, b].map(|c| {
            let (c, a) = (u32::from(c), u32::from(a));
            u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX)
        })
    };
    let cells = (0..height.div_ceil(2))
        .flat_map(|y| (0..width).map(move |x| (x, 2 * y)))
        .map(|(x, y)| (pixel(x, y), pixel(x, y + 1)))
        .collect();
    Ok(Art {
        width: u16::try_from(width).unwrap_or(u16::MAX),
        cells,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_found_beside_its_article_and_nowhere_else() {
        let folder = tempfile::tempdir().expect("folder");
        let library = folder.path().join("library");
        fs::create_dir_all(library.join("files")).expect("folder");
        let article = library.join("a.md");
        fs::write(library.join("files/a.png"), "x").expect("file");
        fs::write(folder.path().join("secret.png"), "x").expect("file");
        assert!(find(&article, "files/a.png").is_ok());
        assert!(find(&article, "files").is_err());
        assert!(find(&article, "files/none.png").is_err());
        assert!(find(&article, "../secret.png").is_err());
        assert!(find(Path::new("a.md"), "files/a.png").is_err());
        #[cfg(unix)]
        {
            let link = library.join("files/link.png");
            std::os::unix::fs::symlink(folder.path().join("secret.png"), &link).expect("link");
            assert!(find(&article, "files/link.png").is_err());
        }
    }

    /// A picture of 4 × 3 pixels, red above and blue below.
    #[cfg(feature = "pictures")]
    fn flag() -> Vec<u8> {
        let picture = image::RgbImage::from_fn(4, 3, |_, y| {
            image::Rgb(if y < 2 { [200, 0, 0] } else { [0, 0, 200] })
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture
            .write_to(&mut bytes, image::ImageFormat::Png)
            .expect("encoded");
        bytes.into_inner()
    }

    #[cfg(feature = "pictures")]
    #[test]
    fn a_picture_becomes_half_cells() {
        let art = decode(&flag(), (40, 20)).expect("decoded");
        assert_eq!((art.width, art.height()), (4, 2));
        assert_eq!(art.cells[0], ([200, 0, 0], [200, 0, 0]));
        assert_eq!(art.cells[4], ([0, 0, 200], [255, 255, 255]));
        let small = decode(&flag(), (2, 1)).expect("decoded");
        assert!(small.width <= 2 && small.height() <= 1);
    }

    #[cfg(feature = "pictures")]
    #[test]
    fn hostile_pictures_are_refused() {
        let whole = flag();
        for end in 0..whole.len() - 12 {
            assert!(decode(&whole[..end], (40, 20)).is_err(), "cut at {end}");
        }
        // Dimensions that nobody has memory for.
        let mut vast = whole;
        vast[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        assert!(decode(&vast, (40, 20)).is_err());
        assert!(decode(b"GIF89a\xff\xff\xff\xff\x00", (40, 20)).is_err());
        assert!(decode(b"<svg/>", (40, 20)).is_err());
    }
}
