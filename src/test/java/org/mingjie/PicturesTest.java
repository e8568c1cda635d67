package org.mingjie;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PicturesTest {

  private static BufferedImage filed() throws IOException {
    return ImageIO.read(Path.of("src/test/resources/pictures/card.png").toFile());
  }

  /** The card with a patch on it, in dots of the reduced picture. */
  private static BufferedImage with(int width, int height, Color color) throws IOException {
    BufferedImage other = filed();
    var graphics = other.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(20, 60, width, height);
    graphics.dispose();
    return other;
  }

  @Test
  void aPictureIsLikeItself() {
    assertThatCode(() -> Pictures.compare("itself", filed(), filed())).doesNotThrowAnyException();
  }

  @Test
  void aPatchOfAnotherColourIsSeen() {
    assertThatThrownBy(() -> Pictures.compare("patched", filed(), with(60, 20, Color.RED))).isInstanceOf(AssertionError.class)
        .hasMessageContaining("patched-difference.png").hasMessageMatching("(?s)1\\.\\d % of patched.*");
  }

  @Test
  void aFewDotsAreNot() {
    assertThatCode(() -> Pictures.compare("dotted", filed(), with(12, 12, Color.RED))).doesNotThrowAnyException();
  }

  @Test
  void anotherSizeIsSeen() {
    assertThatThrownBy(() -> Pictures.compare("small", filed(), filed().getSubimage(0, 0, 100, 100))).isInstanceOf(AssertionError.class);
  }
}
