package org.mingjie.publication;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.Given;
import org.mingjie.access.GivenSettings;
import org.mingjie.access.ImageOrigins;
import org.mingjie.access.SettingLedger;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What counts of the site now: what an administrator has set, else what the server was started with. Asks no database. */
@Component
@EnableConfigurationProperties({SiteSettings.class, MapSettings.class})
class SiteValues implements ImageOrigins, GivenSettings {

  static final String SUBJECT = "site";

  /** @param origins of the servers of base maps, as the content policy names them */
  private record Now(SiteChosen chosen, SiteChosen standing, List<MapSettings.Base> bases, List<String> origins) {}

  private final SettingLedger ledger;
  private final SiteSettings settings;
  private final MapSettings maps;
  private final Given<Now> now;

  SiteValues(SettingLedger ledger, SiteSettings settings, MapSettings maps) {
    this.ledger = ledger;
    this.settings = settings;
    this.maps = maps;
    this.now = new Given<>(ledger, SUBJECT, values -> merged(JsonMapper.shared().readValue(values, SiteChosen.class)));
  }

  private Now merged(SiteChosen chosen) {
    List<MapSettings.Base> bases = chosen.bases() == null ? maps.bases() : chosen.bases();
    SiteChosen standing = new SiteChosen(either(chosen.title(), settings.title()), either(chosen.producer(), settings.producer()), chosen.dataDate(),
        either(chosen.reviewNumber(), settings.reviewNumber()), either(chosen.notice(), settings.notice()), bases);
    return new Now(chosen, standing, bases, bases.stream().flatMap(b -> b.origins().stream()).distinct().toList());
  }

  /** An empty text says that there is none. */
  private static @Nullable String either(@Nullable String chosen, @Nullable String atStart) {
    String text = chosen == null ? atStart : chosen;
    return text == null || text.isEmpty() ? null : text;
  }

  SiteChosen chosen() {
    return now.get().chosen();
  }

  /** With what the server was started. */
  SiteChosen start() {
    return new SiteChosen(settings.title(), settings.producer(), null, settings.reviewNumber(), settings.notice(), maps.bases());
  }

  /** Of both, whatever counts; null where neither says anything. */
  SiteChosen standing() {
    return now.get().standing();
  }

  List<MapSettings.Base> bases() {
    return now.get().bases();
  }

  @Override
  public List<String> origins() {
    return now.get().origins();
  }

  @Override
  public List<Setting> given() {
    SiteChosen chosen = chosen();
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    values.put("MINGJIE_SITE_TITLE", chosen.title());
    values.put("MINGJIE_SITE_PRODUCER", chosen.producer());
    values.put("MINGJIE_SITE_REVIEW_NUMBER", chosen.reviewNumber());
    values.put("MINGJIE_SITE_NOTICE", chosen.notice());
    values.put("MINGJIE_MAP_BASES", chosen.bases() == null ? null : chosen.bases().stream().map(MapSettings.Base::id).collect(Collectors.joining(",")));
    return GivenSettings.of(ledger.standing(SUBJECT), values);
  }
}
