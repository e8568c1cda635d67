package org.mingjie.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Base maps of others below ours: none unless an administrator names them, and none is on before a visitor chooses it.
 *
 * @param bases in the order in which they are offered
 */
@ConfigurationProperties("mingjie.map")
record MapSettings(@DefaultValue List<Base> bases) {

  /**
   * Tiles in the Web Mercator grid.
   *
   * @param id in the address of the map, such as tdt
   * @param titleEn English title; without one the Chinese serves both
   * @param template address with {z}, {x}, {y} and where there are several servers {s}; WMTS as well (TILEMATRIX={z}&TILEROW={y}&TILECOL={x})
   * @param subdomains what stands for {s}
   * @param attribution whose map it is, with its review number 审图号 where it has one
   * @param signedIn whether only those who have signed in are offered it
   */
  @Schema(name = "BaseSetting")
  record Base(String id, String title, @Nullable String titleEn, String template, @DefaultValue List<String> subdomains,
      @DefaultValue("" + Base.MIN_ZOOM) int minZoom, @DefaultValue("" + Base.MAX_ZOOM) int maxZoom, String attribution, @DefaultValue("false") boolean signedIn) {

    static final int MIN_ZOOM = 1;
    static final int MAX_ZOOM = 18;

    Base {
      Map<String, String> faults = BaseRules.faults(id, title, titleEn, template, subdomains, minZoom, maxZoom, attribution, signedIn);
      faults.forEach((member, told) -> {
        throw new IllegalArgumentException("MINGJIE_MAP_BASES_n_%s %s".formatted(member.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT), told));
      });
      subdomains = List.copyOf(subdomains);
    }

    /** As the content policy names them. */
    List<String> origins() {
      return BaseRules.origins(template, subdomains);
    }
  }

  MapSettings {
    bases = List.copyOf(bases);
    Set<String> ids = new HashSet<>();
    bases.forEach(b -> {
      if (!ids.add(b.id())) {
        throw new IllegalArgumentException("MINGJIE_MAP_BASES_n_ID 各不相同，%s 给了两次".formatted(b.id()));
      }
    });
  }
}
