package org.mingjie.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/admin/settings}: with what the server was started, and what administrators have set since. */
@RestController
@ConditionalOnWebApplication
@Tag(name = "运行")
@SecurityRequirement(name = "session")
class SettingsController {

  record SettingList(List<KnownSettings.Setting> settings) {}

  private final KnownSettings settings;

  SettingsController(KnownSettings settings) {
    this.settings = settings;
  }

  @Operation(summary = "现行的设置", operationId = "settings", description = "source 是 default、environment、file、command 或 administrator（管理员在 /api/admin/site 或 /api/admin/policies 里设的，随即生效）；密码和密钥不给出，只说有没有；启动时的设置改了要重新启动")
  @ApiResponse(responseCode = "200", description = "按变量名排列")
  @GetMapping("/api/admin/settings")
  ResponseEntity<SettingList> settings() {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new SettingList(settings.all()));
  }
}
