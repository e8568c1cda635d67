package org.mingjie.publication;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The base maps of others that a visitor may choose. */
@Component
class MapBases {

  private final SiteValues values;

  MapBases(SiteValues values) {
    this.values = values;
  }

  /** For anybody. */
  List<Site.Base> forAnybody() {
    return told(values.bases().stream().filter(b -> !b.signedIn()));
  }

  /** For those who have signed in. */
  List<Site.Base> forSignedIn() {
    return told(values.bases().stream());
  }

  private static List<Site.Base> told(Stream<MapSettings.Base> bases) {
    return bases.map(b -> new Site.Base(b.id(), b.title(), b.titleEn(), b.template(), b.subdomains(), b.minZoom(), b.maxZoom(), b.attribution())).toList();
  }
}
