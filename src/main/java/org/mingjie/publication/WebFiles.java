package org.mingjie.publication;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the style and the script of the server's pages lie: the web build names its files by what is in them. */
@Component
class WebFiles {

  private static final Logger LOG = LoggerFactory.getLogger(WebFiles.class);
  private static final String ENTRY = "src/page/main.ts";

  private final Set<String> styles = new LinkedHashSet<>();
  private final Set<String> scripts = new LinkedHashSet<>();

  WebFiles() {
    ClassPathResource list = new ClassPathResource("static/.vite/manifest.json");
    if (!list.exists()) {
      LOG.warn("the web application is not built: pages have neither style nor map (npm run build in web/)");
      return;
    }
    try (InputStream file = list.getInputStream()) {
      JsonNode manifest = new JsonMapper().readTree(file);
      collect(manifest, ENTRY);
      scripts.add("/" + manifest.at("/" + ENTRY.replace("/", "~1") + "/file").asString());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void collect(JsonNode manifest, String entry) {
    JsonNode chunk = manifest.get(entry);
    chunk.path("imports").forEach(other -> collect(manifest, other.asString()));
    chunk.path("css").forEach(style -> styles.add("/" + style.asString()));
  }

  List<String> styles() {
    return List.copyOf(styles);
  }

  /** Modules; what they import is not named. */
  List<String> scripts() {
    return List.copyOf(scripts);
  }
}
