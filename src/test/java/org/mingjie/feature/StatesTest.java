package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What answers keep for each other is never older than the last commit. */
class StatesTest extends RegistryTest {

  private static final String RENAME = "UPDATE name SET text = '石桥新县' WHERE text = '石桥县'";

  @LocalServerPort
  private int port;

  @Autowired
  private States states;

  @Autowired
  private Reading reading;

  private Ogc ogc;

  @BeforeEach
  void aVillageInACounty() {
    ogc = new Ogc(port);
    RegistryRows rows = new RegistryRows(database());
    rows.liesIn(rows.place("石桥村", "22200"), rows.unit("石桥县", "430100", 3, "(,)", null));
  }

  @Test
  void divisionsAroundAreCalledAsTheLastCommitSays() {
    assertThat(around()).isEqualTo("石桥县");
    database().sql(RENAME).update();
    assertThat(around()).isEqualTo("石桥新县");
  }

  @Test
  void aWriterThatWasUnderWayBeforeCountsWhenItCommits() throws SQLException {
    try (Connection writer = asApp()) {
      writer.setAutoCommit(false);
      try (Statement statement = writer.createStatement()) {
        statement.execute(RENAME);
        database().sql("CREATE TABLE IF NOT EXISTS public.later (n integer)").update(); // a later number, committed before
        assertThat(around()).isEqualTo("石桥县");
        writer.commit();
      }
    }
    assertThat(around()).isEqualTo("石桥新县");
  }

  @Test
  void answersShareWhatIsKnownUntilSomethingIsWritten() {
    Known first = known();
    assertThat(known()).isSameAs(first);
    database().sql(RENAME).update();
    assertThat(known()).isNotSameAs(first);
  }

  private Known known() {
    return reading.run(() -> false, states::known);
  }

  private String around() {
    return ogc.json("/collections/places/items?class=22200").at("/features/0/properties/divisionPath/0").asString();
  }
}
