package org.mingjie.publication;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SettingLedger;
import org.mingjie.access.SignedIn;
import org.mingjie.access.Versions;
import org.mingjie.problem.Faults;
import org.mingjie.time.LegalDay;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/admin/site}: what the site says of itself, for system administrators. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "运行")
@SecurityRequirement(name = "session")
class SiteAdministrationController {

  /** A base map as it is sent; what is not given is as in the settings of the start. */
  record BaseWanted(@Nullable String id, @Nullable String title, @Nullable String titleEn, @Nullable String template,
      @Nullable List<String> subdomains, @Nullable Integer minZoom, @Nullable Integer maxZoom, @Nullable String attribution, @Nullable Boolean signedIn) {

    BaseWanted {
      titleEn = titleEn == null || titleEn.isBlank() ? null : titleEn.strip();
      subdomains = subdomains == null ? List.of() : subdomains;
      minZoom = minZoom == null ? MapSettings.Base.MIN_ZOOM : minZoom;
      maxZoom = maxZoom == null ? MapSettings.Base.MAX_ZOOM : maxZoom;
      signedIn = Boolean.TRUE.equals(signedIn);
    }

    Map<String, String> faults() {
      return BaseRules.faults(id, title, titleEn, template, subdomains, minZoom, maxZoom, attribution, signedIn);
    }

    /** Only where it has no faults. */
    MapSettings.Base base() {
      return new MapSettings.Base(id, title.strip(), titleEn, template, subdomains, minZoom, maxZoom, attribution.strip(), signedIn);
    }
  }

  record SiteWanted(@Nullable String title, @Nullable String producer, @Nullable LocalDate dataDate, @Nullable String reviewNumber,
      @Nullable String notice, @Nullable List<@Nullable BaseWanted> bases, @Nullable String reason) {}

  /**
   * @param given what an administrator has set; null where it is left to the start, empty where he wants none
   * @param start with what the server was started
   * @param data what stands where neither says anything
   * @param changes the newest first
   */
  record SiteSettingsCard(SiteChosen given, SiteChosen start, Sites.FromData data, List<SettingLedger.Change> changes) {}

  private final SiteAdministration administration;
  private final SiteValues values;
  private final Sites sites;
  private final Clock clock;

  SiteAdministrationController(SiteAdministration administration, SiteValues values, Sites sites, ObjectProvider<Clock> clock) {
    this.administration = administration;
    this.values = values;
    this.sites = sites;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  @Operation(summary = "站点的设置", operationId = "siteSettings",
      description = "管辖全部区划的系统管理员的事；given 是管理员设的，为 null 的用启动时的设置 start，再没有就用资料里的 data")
  @ApiResponse(responseCode = "200", description = "连同历次改动",
      headers = @Header(name = "ETag", description = Versions.TAG, required = true, schema = @Schema(type = "string")))
  @GetMapping("/api/admin/site")
  ResponseEntity<SiteSettingsCard> site(@AuthenticationPrincipal SignedIn who) {
    administration.mandate(who);
    return answer();
  }

  @Operation(summary = "改站点的设置", operationId = "changeSite",
      description = "要带 If-Match，值是读到的 ETag；整个给出，随即生效：没有给出或为 null 的用启动时的设置，空文字表示没有")
  @ApiResponse(responseCode = "200", description = "改好了", headers = @Header(name = "ETag", description = Versions.TAG, required = true, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "412", description = "别人已经改过")
  @Parameter(name = "If-Match", in = ParameterIn.HEADER, required = true, description = "读到的 ETag，说的是改哪一版", schema = @Schema(type = "string"))
  @ApiResponse(responseCode = "428", description = "没有带 If-Match")
  @PutMapping("/api/admin/site")
  ResponseEntity<SiteSettingsCard> change(@RequestBody SiteWanted wanted, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    administration.mandate(who);
    Versions.demand(request);
    int version = administration.standing().version();
    Faults faults = new Faults();
    SiteChosen chosen = SiteRules.check(faults, wanted, LegalDay.today(clock));
    String reason = faults.words("reason", wanted.reason(), 500);
    faults.check();
    Versions.check(request, version);
    if (!chosen.equals(values.chosen()) && !administration.change(who, version, chosen, reason)) {
      throw Versions.changed();
    }
    return answer();
  }

  private ResponseEntity<SiteSettingsCard> answer() {
    int version = administration.standing().version();
    return ResponseEntity.ok().eTag(Versions.tag(version))
        .body(new SiteSettingsCard(values.chosen(), values.start(), sites.fromData(), administration.changes()));
  }
}
