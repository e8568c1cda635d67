package org.mingjie.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.RegistryTest;
import org.mingjie.time.Uuid7;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Pages of a box, in which features without geometry follow, while features gain and lose their geometry. */
class BoxPagesTest extends RegistryTest {

  private static final String BOX = "bbox=113,27,114,28";
  private static final String GAIN = """
      INSERT INTO app.place_geometry (id, place_id, role, geom, datum_original, valid, source_id, author_id)
      SELECT '%s', id, 'point', st_geomfromtext('%s', 4490), 'CGCS2000', '(,)', source_id, author_id FROM app.place WHERE id = '%s'
      """;
  private static final String IN = "POINT(113.5 27.5)";
  private static final String OUT = "POINT(120 30)";

  @LocalServerPort
  private int port;

  private Ogc ogc;
  private RegistryRows rows;

  @BeforeEach
  void open() {
    ogc = new Ogc(port);
    rows = new RegistryRows(database());
  }

  private List<RegistryRows.Row> villages(int count) {
    List<RegistryRows.Row> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(rows.place("村" + i, "22200"));
    }
    return all;
  }

  private void gain(RegistryRows.Row place, String wkt) {
    database().sql(GAIN.formatted(Uuid7.next(), wkt, place.place())).update();
  }

  private void lose(RegistryRows.Row place) {
    database().sql("DELETE FROM app.place_geometry WHERE place_id = ?").param(place.place()).update();
  }

  /** Codes of all pages; between the first and the second of them something happens. */
  private List<String> all(String address, Runnable meanwhile) {
    List<String> seen = new ArrayList<>();
    boolean first = true;
    for (Optional<String> at = Optional.of(address); at.isPresent();) {
      JsonNode page = ogc.json(at.get());
      seen.addAll(Ogc.ids(page));
      at = Ogc.link(page, "next");
      if (first) {
        meanwhile.run();
        first = false;
      }
    }
    return seen;
  }

  private static List<String> codes(List<RegistryRows.Row> places) {
    return places.stream().map(RegistryRows.Row::code).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatGainsOrLosesItsGeometryBetweenPagesComesOnce(int limit) {
    List<RegistryRows.Row> all = villages(12);
    for (int i = 3; i < 9; i++) {
      gain(all.get(i), IN);
    }
    List<String> seen = all("/collections/places/items?limit=" + limit + "&" + BOX, () -> {
      gain(all.get(0), IN); // behind the page, for the first page has gone past it
      lose(all.get(3)); // given already
      lose(all.get(8)); // not given yet
      gain(all.get(10), IN);
      lose(all.get(6)); // moved within the box
      gain(all.get(6), IN);
      gain(all.get(1), IN); // comes and goes
      lose(all.get(1));
    });
    assertThat(seen).containsExactlyInAnyOrderElementsOf(codes(all));
  }

  @Test
  void whatLeavesTheBoxBetweenPagesDoesNotComeAndWhatEntersItMay() {
    List<RegistryRows.Row> all = villages(8);
    for (int i = 0; i < 6; i++) {
      gain(all.get(i), i == 5 ? OUT : IN);
    }
    List<String> seen = all("/collections/places/items?limit=1&" + BOX, () -> {
      lose(all.get(2));
      gain(all.get(2), OUT);
      gain(all.get(6), OUT); // had no geometry and is not in the box now
      lose(all.get(5)); // was not in the box and matches it now
    });
    assertThat(seen).containsExactlyInAnyOrderElementsOf(codes(List.of(all.get(0), all.get(1), all.get(3), all.get(4), all.get(5), all.get(7))));
  }

  /** A long import has written before the first page what it commits after it. */
  @Test
  void whatIsCommittedOnlyAfterTheFirstPageComesOnce() throws SQLException {
    List<RegistryRows.Row> all = villages(10);
    for (int i = 4; i < 8; i++) {
      gain(all.get(i), IN);
    }
    try (Connection importing = asApp(); Statement statement = importing.createStatement()) {
      importing.setAutoCommit(false);
      statement.execute(GAIN.formatted(Uuid7.next(), IN, all.get(0).place()));
      statement.execute("DELETE FROM place_geometry WHERE place_id = '" + all.get(4).place() + "'");
      statement.execute("DELETE FROM place_geometry WHERE place_id = '" + all.get(7).place() + "'");
      gain(all.get(1), IN); // begun later than the import, committed before the first page
      List<String> seen = all("/collections/places/items?limit=2&" + BOX, () -> {
        try {
          importing.commit();
        } catch (SQLException failed) {
          throw new IllegalStateException(failed);
        }
      });
      assertThat(seen).containsExactlyInAnyOrderElementsOf(codes(all));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"divisions", "places"})
  void unitsThatAreMadeAnewWithTheirAreasBetweenPagesComeOnce(String collection) {
    String area = "MULTIPOLYGON(((113 27,114 27,114 28,113 28,113 27)))";
    RegistryRows.Row city = rows.unit("云州市", "990100", 2, "[1950-01-01,)", null);
    List<RegistryRows.Row> all = new ArrayList<>(List.of(city));
    for (int i = 0; i < 6; i++) {
      all.add(rows.unit("县" + i, "9901%02d".formatted(21 + i), 3, "[1990-01-01,)", city));
    }
    rows.area(city, area).area(all.get(2), area).area(all.get(3), area).area(all.get(6), area);
    List<String> seen = all("/collections/" + collection + "/items?limit=3&" + BOX, () -> {
      rows.area(all.get(1), area); // behind the page
      database().sql("DELETE FROM division_geometry WHERE division_id = ?").param(all.get(2).division()).update();
      anew(all.get(3), area);
      anew(all.get(6), null);
      anew(all.get(4), area);
      anew(all.get(5), null);
    });
    assertThat(seen).containsExactlyInAnyOrderElementsOf(codes(all));
  }

  /** As an import of lists does it. */
  private void anew(RegistryRows.Row unit, String area) {
    database().sql("DELETE FROM division_geometry WHERE division_id = ?").param(unit.division()).update();
    database().sql("CREATE TEMPORARY TABLE again AS SELECT * FROM division WHERE id = ?").param(unit.division()).update();
    database().sql("DELETE FROM division WHERE id = ?").param(unit.division()).update();
    RegistryRows.Row next = new RegistryRows.Row(unit.place(), unit.code(), Uuid7.next());
    database().sql("""
        INSERT INTO division (id, place_id, code, level, parent_id, province, valid, source_id, author_id)
        SELECT ?, place_id, code, level, parent_id, province, valid, source_id, author_id FROM again
        """).param(next.division()).update();
    database().sql("DROP TABLE again").update();
    if (area != null) {
      rows.area(next, area);
    }
  }

  /** Every place always matches the box: it lies in it, or has no geometry. */
  @Test
  void pagesNeitherRepeatNorMissWhileWritersGiveAndTakeGeometry() throws Exception {
    List<RegistryRows.Row> all = villages(240);
    for (int i = 0; i < all.size(); i += 2) {
      gain(all.get(i), IN);
    }
    long seed = System.nanoTime();
    for (int round = 0; round < 6; round++) {
      List<RegistryRows.Row> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, new Random(seed + round));
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> turn(shuffled, done));
      try {
        assertThat(ogc.all("/collections/places/items?limit=" + (9 + round) + "&" + BOX)).as("seed " + seed + " round " + round)
            .containsExactlyInAnyOrderElementsOf(codes(all));
      } finally {
        done.set(true);
      }
      assertThat(writer.get()).as("places turned while pages were read").isPositive();
    }
  }

  /** Each place once: who has a geometry loses it, who has none gets one; several in a transaction. */
  private int turn(List<RegistryRows.Row> places, AtomicBoolean done) {
    int turned = 0;
    try (Connection connection = asApp(); Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (RegistryRows.Row place : places) {
        if (statement.executeUpdate("DELETE FROM place_geometry WHERE place_id = '" + place.place() + "'") == 0) {
          statement.execute(GAIN.formatted(Uuid7.next(), IN, place.place()));
        }
        if (++turned % 5 == 0) {
          Thread.sleep(4);
          connection.commit();
        }
        if (done.get()) {
          break;
        }
      }
      connection.commit();
      return turned;
    } catch (SQLException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1~5:3:", "1~0:1:", "1~3:5:2", "1~3:5:5", "1~3:9:6,4", "1~3:9:x", "~3:9:", "1~9999999999999999999:9:"})
  void aCursorOfAStateThatNeverWasIsRefused(String state) {
    String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(("1P000000000001~" + state).getBytes(StandardCharsets.US_ASCII));
    assertThat(ogc.get("/collections/places/items?cursor=" + cursor + "&" + BOX).statusCode()).isEqualTo(400);
  }
}
