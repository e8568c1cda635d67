package org.mingjie.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mingjie.access.Accounts;
import org.mingjie.exchange.ImportService;
import org.mingjie.exchange.Profiles;
import org.mingjie.exchange.Progress;
import org.mingjie.place.PlaceCorrections;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The fictional sample district 云州市, brought in by the same import as real data. */
@Component
public class SampleDistrict {

  private static final String FILE = "/gis-data/sample/district.geojsonl.gz";
  private static final List<String> PROFILES = List.of("sample-units", "sample-areas", "sample-places");

  private final ImportService imports;
  private final Profiles profiles;
  private final JdbcClient jdbc;

  SampleDistrict(ImportService imports, Profiles profiles, JdbcClient jdbc) {
    this.imports = imports;
    this.profiles = profiles;
    this.jdbc = jdbc;
  }

  /** Whether the registry has nothing yet, or only a part of the district: a start that was cut short goes on. */
  boolean isWanted() {
    return jdbc.sql("SELECT (SELECT count(*) FROM source WHERE kind = 'sample') < :parts AND NOT EXISTS (SELECT 1 FROM source WHERE kind <> 'sample' AND origin <> :correction)")
        .param("correction", PlaceCorrections.ORIGIN).param("parts", PROFILES.size()).query(Boolean.class).single();
  }

  /** Whether the district is there: the registry is one to try things in. */
  boolean isThere() {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM source WHERE kind = 'sample')").query(Boolean.class).single();
  }

  /** Loads the district; loading it again changes nothing. */
  public void load() {
    try {
      Path folder = Files.createTempDirectory("sample-");
      Path file = folder.resolve("district.geojsonl.gz");
      try (InputStream in = SampleDistrict.class.getResourceAsStream(FILE)) {
        Files.copy(java.util.Objects.requireNonNull(in), file);
      }
      for (String profile : PROFILES) {
        imports.run(new ImportService.Request(profiles.get(profile), List.of(file), false, null, Accounts.SYSTEM), Progress.NONE);
      }
      Files.delete(file);
      Files.delete(folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
