package org.mingjie;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * Screens beside the pictures of them on file ({@code src/test/resources/pictures}).
 *
 * <p>They are compared at a quarter of their size, in which the edges of letters do not count. Where a screen has been
 * changed on purpose, {@code MINGJIE_PICTURES=keep} puts the new picture on file, to be looked at before it is committed.
 */
public final class Pictures {

  /** Of 255, in any of red, green and blue: beyond this a dot is another one. */
  private static final int MOST_APART = 26;
  private static final double MOST_OTHERS = 0.01;
  private static final int MOST_LOOKS = 40;
  private static final double BETWEEN_LOOKS = 250;

  private static final Path FILED = Path.of("src/test/resources/pictures");
  private static final Path MADE = Path.of(System.getenv().getOrDefault("MINGJIE_SCREENSHOTS", "target/screenshots"));
  private static final boolean KEEP = "keep".equals(System.getenv("MINGJIE_PICTURES"));

  private Pictures() {}

  /** Fails where more than a hundredth of the page, as it is once it has come to rest, is not as in the picture of that name. */
  public static void assertLooksAs(Page page, String name) {
    try {
      BufferedImage now = reduced(atRest(page, name));
      Path file = FILED.resolve(name + ".png");
      if (KEEP) {
        Files.createDirectories(FILED);
        ImageIO.write(now, "png", file.toFile());
        return;
      }
      assertThat(file).as("a picture on file; MINGJIE_PICTURES=keep makes it").exists();
      compare(name, ImageIO.read(file.toFile()), now);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static void compare(String name, BufferedImage filed, BufferedImage now) throws IOException {
    assertThat(now.getWidth() + " x " + now.getHeight()).as(name).isEqualTo(filed.getWidth() + " x " + filed.getHeight());
    BufferedImage difference = new BufferedImage(now.getWidth(), now.getHeight(), BufferedImage.TYPE_INT_RGB);
    int others = 0;
    for (int y = 0; y < now.getHeight(); y++) {
      for (int x = 0; x < now.getWidth(); x++) {
        boolean same = apart(filed.getRGB(x, y), now.getRGB(x, y)) <= MOST_APART;
        others += same ? 0 : 1;
        difference.setRGB(x, y, same ? now.getRGB(x, y) >> 1 & 0x7f7f7f : 0xff0000);
      }
    }
    double share = (double) others / (now.getWidth() * now.getHeight());
    if (share > MOST_OTHERS) {
      Files.createDirectories(MADE);
      Path told = MADE.resolve(name + "-difference.png");
      ImageIO.write(difference, "png", told.toFile());
      throw new AssertionError("%.1f %% of %s differs from its picture on file; see %s, and if the screen is right: MINGJIE_PICTURES=keep"
          .formatted(100 * share, name, told));
    }
  }

  private static int apart(int one, int other) {
    int most = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      most = Math.max(most, Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)));
    }
    return most;
  }

  /** The page when two looks at it are alike; kept whole for people to look at. */
  private static byte[] atRest(Page page, String name) {
    Page.ScreenshotOptions options = new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED).setPath(MADE.resolve(name + ".png"));
    page.waitForLoadState(LoadState.NETWORKIDLE);
    byte[] before = page.screenshot(options);
    for (int look = 0; look < MOST_LOOKS; look++) {
      page.waitForTimeout(BETWEEN_LOOKS);
      byte[] now = page.screenshot(options);
      if (Arrays.equals(before, now)) {
        return now;
      }
      before = now;
    }
    throw new AssertionError(name + " does not come to rest");
  }

  private static BufferedImage reduced(byte[] png) throws IOException {
    return half(half(ImageIO.read(new ByteArrayInputStream(png))));
  }

  /** By the mean of two by two dots. */
  private static BufferedImage half(BufferedImage image) {
    BufferedImage half = new BufferedImage(image.getWidth() / 2, image.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
    var graphics = half.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, half.getWidth(), half.getHeight(), null);
    graphics.dispose();
    return half;
  }
}
