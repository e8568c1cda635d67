package org.mingjie.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** RFC 9110, 8.8.3, 13.1.1 and 13.1.2. */
class EntityTagsTest {

  /** The table of RFC 9110, 8.8.3.2. */
  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', value = {"W/\"1\",W/\"1\",false,true", "W/\"1\",W/\"2\",false,false", "W/\"1\",\"1\",false,true", "\"1\",\"1\",true,true"})
  void areComparedStronglyAndWeakly(String named, String tag, boolean strongly, boolean weakly) {
    EntityTags tags = EntityTags.parse(named);
    assertThat(tags.matchStrongly(tag)).isEqualTo(strongly);
    assertThat(tags.matchWeakly(tag)).isEqualTo(weakly);
    assertThat(EntityTags.parse(tag).matchStrongly(named)).isEqualTo(strongly);
    assertThat(EntityTags.parse(tag).matchWeakly(named)).isEqualTo(weakly);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"*|true", "` * `|true", "\"a\"|true", "\"b\",\"a\"|true", "\"b\" , W/\"a\"|true", "`,, \"a\" ,`|true", "\"b\"|false",
    "\"a,b\"|false", "\"b,a\",\"c\"|false", "\"aa\"|false", "\"\"|false", "a|false", "W/a|false", "w/\"a\"|false", "\"a|false", "a\"|false", "\"a\"\"b\"|false", "\"a\" \"b\"|false",
    "*,\"a\"|false", "\"a\",*|false", "\"b\", a|false", "\"a\", rubbish|false", "``|false", "`,`|false", "\"a b\"|false", "'a'|false"})
  void ofAListEachCountsAndWhatIsNoListNamesNone(String field, boolean matches) {
    assertThat(EntityTags.parse(field).matchWeakly("W/\"a\"")).isEqualTo(matches);
  }

  @Test
  void aFieldMadeToBeSlowIsReadQuickly() {
    for (String field : new String[] {"\"a\",".repeat(1_500) + "x", ", ".repeat(4_000) + "x", "\"a\" ".repeat(1_500), " ".repeat(8_000) + "x", "\"a\"" + " ".repeat(8_000) + "x"}) {
      Assertions.assertThatCode(() -> org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofMillis(500), () -> EntityTags.parse(field))).doesNotThrowAnyException();
      assertThat(EntityTags.parse(field).matchWeakly("\"a\"")).isFalse();
    }
  }

  @Test
  void ifMatchComesFirstAndSeveralLinesAreOneList() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    assertThat(Preconditions.of(request).outcome("\"a\"")).isEqualTo(Preconditions.Outcome.GIVEN);
    request.addHeader("If-None-Match", "\"x\"");
    request.addHeader("If-None-Match", "\"a\"");
    assertThat(Preconditions.of(request).outcome("\"a\"")).isEqualTo(Preconditions.Outcome.NOT_MODIFIED);
    assertThat(Preconditions.of(request).outcome("\"b\"")).isEqualTo(Preconditions.Outcome.GIVEN);
    request.addHeader("If-Match", "\"x\"");
    assertThat(Preconditions.of(request).outcome("\"a\"")).isEqualTo(Preconditions.Outcome.FAILED);
    request.addHeader("If-Match", "\"a\"");
    assertThat(Preconditions.of(request).outcome("\"a\"")).isEqualTo(Preconditions.Outcome.NOT_MODIFIED);
    assertThat(Preconditions.of(request).outcome("W/\"a\"")).as("weak").isEqualTo(Preconditions.Outcome.FAILED);
  }
}
