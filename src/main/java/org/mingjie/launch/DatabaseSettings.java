package org.mingjie.launch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where data live.
 *
 * @param home data folder; {@code MINGJIE_HOME}
 * @param databaseUrl a PostGIS database of the user's own; without it an embedded one in the data folder
 * @param poolSize connections of the app role, and as many of the read role for each of features, search and tiles; of tiles at least twelve
 * @param durable false only for throw-away clusters of tests
 */
@ConfigurationProperties("mingjie")
record DatabaseSettings(
    Path home,
    @Nullable String databaseUrl,
    @DefaultValue("12") int poolSize,
    @DefaultValue("true") boolean durable) {

  DatabaseSettings {
    if (poolSize < 2 || poolSize > 200) {
      throw new IllegalArgumentException("MINGJIE_POOL_SIZE 须是 2 至 200 的整数，现为 " + poolSize);
    }
  }
}
