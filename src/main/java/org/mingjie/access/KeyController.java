package org.mingjie.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Faults;
import org.mingjie.problem.Problems;
import org.mingjie.repeat.OnceOnly;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/keys}: the keys of one's own programs; security administrators look at all and revoke them. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "API 密钥")
@SecurityRequirement(name = "session")
class KeyController {

  private static final int MOST_DAYS = 366;
  private static final int MOST_A_DAY = 1_000_000;
  private static final int MOST_A_MINUTE = 6_000;
  private static final String ID = "密钥的编号";

  /** @param hint the first characters of the key */
  record KeyCard(UUID id, String owner, String name, String hint, List<String> scopes, int perDay, int perMinute, OffsetDateTime createdAt,
      OffsetDateTime expiresAt, @Nullable OffsetDateTime revokedAt, @Nullable OffsetDateTime lastUsedAt) {

    static KeyCard of(ApiKeys.Card card) {
      return new KeyCard(card.id(), card.ownerLogin(), card.name(), card.hint(), card.scopes().stream().map(KeyScope::code).toList(), card.perDay(),
          card.perMinute(), card.createdAt(), card.expiresAt(), card.revokedAt(), card.lastUsedAt());
    }
  }

  record KeyList(List<KeyCard> keys) {}

  @Schema(requiredProperties = {"name", "scopes"})
  record KeyWanted(@Nullable String name, @Nullable List<String> scopes, @Nullable Integer perDay, @Nullable Integer perMinute, @Nullable Integer days) {}

  /**
   * @param secret told once; null where the request was done before
   * @param toldBefore whether the request was done before
   */
  record KeyCreated(KeyCard key, @Nullable String secret, boolean toldBefore) {

    KeyCreated again() {
      return new KeyCreated(key, null, true);
    }
  }

  record Revocation(@Nullable String reason) {}

  private final ApiKeys keys;
  private final OnceOnly once;

  KeyController(ApiKeys keys, OnceOnly once) {
    this.keys = keys;
    this.once = once;
  }

  @Operation(summary = "自己的密钥", operationId = "keys")
  @ApiResponse(responseCode = "200", description = "密钥本身不再给出")
  @GetMapping("/api/keys")
  KeyList own(@AuthenticationPrincipal SignedIn who) {
    return new KeyList(keys.listOf(who.account().id()).stream().map(KeyCard::of).toList());
  }

  @Operation(summary = "给程序做一个密钥", operationId = "createKey",
      description = "程序在请求头里带上 Authorization: Bearer 密钥；scopes 是 read、import 里的几个；密钥不会比它的主人有更多权限")
  @ApiResponse(responseCode = "201", description = "做好了；密钥只给这一次")
  @ApiResponse(responseCode = "200", description = "同一个请求以前已经做过：密钥不再给出，toldBefore 为 true")
  @Parameter(name = OnceOnly.HEADER, in = ParameterIn.HEADER, description = OnceOnly.TOLD, schema = @Schema(type = "string", minLength = 8, maxLength = 200))
  @PostMapping("/api/keys")
  ResponseEntity<KeyCreated> create(@RequestBody KeyWanted given, @AuthenticationPrincipal SignedIn who, HttpServletRequest request) {
    return once.answer(request, who.account().id(), given, KeyCreated.class, () -> created(given, who), KeyCreated::again);
  }

  private ResponseEntity<KeyCreated> created(KeyWanted given, SignedIn who) {
    Faults faults = new Faults();
    String name = faults.words("name", given.name(), 60);
    Set<KeyScope> scopes = scopes(faults, Objects.requireNonNullElse(given.scopes(), List.of()));
    int perDay = number(faults, "perDay", given.perDay(), 10_000, MOST_A_DAY);
    int perMinute = number(faults, "perMinute", given.perMinute(), 60, MOST_A_MINUTE);
    int days = number(faults, "days", given.days(), 90, MOST_DAYS);
    faults.check();
    if (scopes.contains(KeyScope.IMPORT) && who.getAuthorities().stream().noneMatch(a -> SignedIn.IMPORT.equals(a.getAuthority()))) {
      throw new Refused("您的账号不能导入，密钥也就不能有 import；去掉它");
    }
    ApiKeys.Created created = keys.create(who.account().id(), new ApiKeys.Wanted(name, scopes, perDay, perMinute, Duration.ofDays(days)));
    return ResponseEntity.status(HttpStatus.CREATED).body(new KeyCreated(KeyCard.of(created.card()), created.key(), false));
  }

  @Operation(summary = "废止自己的密钥", operationId = "revokeOwnKey")
  @ApiResponse(responseCode = "204", description = "不能再用了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这个密钥")
  @DeleteMapping("/api/keys/{id}")
  ResponseEntity<Void> revokeOwn(@Parameter(description = ID) @PathVariable UUID id, @AuthenticationPrincipal SignedIn who) {
    keys.find(id).filter(card -> card.owner().equals(who.account().id())).orElseThrow(() -> unknown(id));
    keys.revoke(who.account().id(), id, null);
    return ResponseEntity.noContent().build();
  }

  @Operation(summary = "管辖范围内各人的密钥", operationId = "allKeys", description = "安全管理员的事")
  @ApiResponse(responseCode = "200", description = "按主人排列")
  @GetMapping("/api/admin/keys")
  KeyList all(@AuthenticationPrincipal SignedIn who) {
    return new KeyList(keys.listFor(who).stream().map(KeyCard::of).toList());
  }

  @Operation(summary = "废止别人的密钥", operationId = "revokeKey", description = "安全管理员的事")
  @ApiResponse(responseCode = "204", description = "不能再用了", content = @Content)
  @ApiResponse(responseCode = "404", description = "没有这个密钥")
  @PostMapping("/api/admin/keys/{id}/revocation")
  ResponseEntity<Void> revoke(@Parameter(description = ID) @PathVariable UUID id, @RequestBody Revocation given, @AuthenticationPrincipal SignedIn who) {
    Faults faults = new Faults();
    String reason = faults.words("reason", given.reason(), 500);
    faults.check();
    ApiKeys.Card card = keys.find(id).orElseThrow(() -> unknown(id));
    who.find(Role.SECURITY_ADMINISTRATOR, card.ownerJurisdiction()).orElseThrow(() -> new Refused("密钥的主人不在您的管辖范围之内；请管辖他的安全管理员来做"));
    keys.revoke(who.account().id(), id, reason);
    return ResponseEntity.noContent().build();
  }

  private static Set<KeyScope> scopes(Faults faults, List<String> codes) {
    Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
    for (String code : codes) {
      Arrays.stream(KeyScope.values()).filter(scope -> scope.code().equals(code)).findFirst()
          .ifPresentOrElse(scopes::add, () -> faults.add("scopes", "没有“%s”，可用的是 read、import".formatted(Echo.brief(code))));
    }
    if (codes.isEmpty()) {
      faults.add("scopes", "没有给出；给 read、import 里的几个");
    }
    return scopes;
  }

  private static int number(Faults faults, String member, @Nullable Integer given, int usual, int most) {
    int number = given == null ? usual : given;
    if (number < 1 || number > most) {
      faults.add(member, "是 %d，须是 1 至 %d；不给就是 %d".formatted(number, most, usual));
    }
    return number;
  }

  private static ErrorResponseException unknown(UUID id) {
    return Problems.refusal(404, "找不到", "没有编号为 %s 的密钥".formatted(id));
  }
}
