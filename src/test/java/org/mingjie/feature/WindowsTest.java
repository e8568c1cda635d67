package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {

  @Test
  void sizesAreFewAndHoldWhatIsWanted() {
    assertThat(IntStream.rangeClosed(1, 50_000).map(Windows::sizeFor).distinct().toArray())
        .hasSizeLessThan(50).contains(Windows.NARROWEST, Windows.WIDEST);
    assertThat(IntStream.rangeClosed(1, Windows.WIDEST)).allSatisfy(rows ->
        assertThat(Windows.sizeFor(rows)).isBetween(Math.max(rows, Windows.NARROWEST), Math.max(rows + rows / 4, Windows.NARROWEST)));
    assertThat(Windows.sizeFor(1_000_000)).isEqualTo(Windows.WIDEST);
  }
}
