package org.mingjie.publication;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator has set of the site; null where it is left to what the server was started with, empty where he wants none.
 *
 * @param dataDate the day on which the data are so; the start knows of none, it follows from the sources
 */
@Schema(name = "SiteValues")
record SiteChosen(@Nullable String title, @Nullable String producer, @Nullable LocalDate dataDate, @Nullable String reviewNumber, @Nullable String notice,
    @Nullable List<MapSettings.Base> bases) {

  Map<String, @Nullable Object> members() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("title", title);
    members.put("producer", producer);
    members.put("dataDate", dataDate == null ? null : dataDate.toString());
    members.put("reviewNumber", reviewNumber);
    members.put("notice", notice);
    members.put("bases", bases);
    return members;
  }
}
