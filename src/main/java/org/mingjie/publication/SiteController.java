package org.mingjie.publication;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/site}: title, producer, data date, extent and what the map may draw; {@code GET /api/map-bases} for those who have signed in. */
@RestController
@Tag(name = "站点")
class SiteController {

  /** @param bases in the order in which they are offered */
  @Schema(name = "MapBases")
  record Bases(List<Site.Base> bases) {}

  private final Sites sites;
  private final MapBases bases;

  SiteController(Sites sites, MapBases bases) {
    this.sites = sites;
    this.bases = bases;
  }

  @Operation(summary = "站点的标题、数据日期、范围和底图", operationId = "site")
  @ApiResponse(responseCode = "200", description = "地图页面开头要知道的")
  @GetMapping("/api/site")
  ResponseEntity<Site> site() {
    return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(sites.get());
  }

  @Operation(summary = "登录的人可选的底图", operationId = "mapBases", security = @SecurityRequirement(name = "session"))
  @ApiResponse(responseCode = "200", description = "所有人可选的，和只给登录的人看的")
  @GetMapping("/api/map-bases")
  ResponseEntity<Bases> bases() {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Bases(bases.forSignedIn()));
  }
}
