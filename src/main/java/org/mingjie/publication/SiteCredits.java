package org.mingjie.publication;

import org.mingjie.cartography.Credits;
import org.springframework.stereotype.Component;

/** What the site says of itself, for tiles, features and files that leave it. */
@Component
class SiteCredits implements Credits.Source {

  private final Sites sites;

  SiteCredits(Sites sites) {
    this.sites = sites;
  }

  @Override
  public Credits now() {
    Site site = sites.withoutExtent();
    return new Credits(site.producer(), site.dataDate(), site.reviewNumber(), site.fictional(), site.mixed(), site.notice());
  }
}
