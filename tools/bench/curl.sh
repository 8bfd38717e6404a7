# The step as people write it with curl and jq, with the same outputs, job summary and errors.
set -euo pipefail

# Puts the HTTP status of the answer into `code` and its body into `body`.
ask() {
  local answer
  answer=$(curl --silent --show-error --write-out '\n%{http_code}' \
    --header "Authorization: OAuth $TOKEN" --header 'Content-Type: application/json' "$@")
  code=${answer##*$'\n'} body=${answer%$'\n'*}
  if ((code >= 300)); then
    echo "::error title=Toloka::HTTP $code: $body"
    exit 1
  fi
}

id=$TRAINING_ID
operation='' status=SUCCESS already_open=true
ask --request POST "$API_URL/trainings/$id/open"
if ((code != 204)); then
  already_open=false
  read -r operation status < <(jq -r '"\(.id) \(.status)"' <<< "$body")
  echo "operation-id=$operation" >> "$GITHUB_OUTPUT"
fi
until [[ $status == SUCCESS || $status == FAIL ]]; do
  sleep 1
  ask "$API_URL/operations/$operation"
  status=$(jq -r .status <<< "$body")
done
ask "$API_URL/trainings/$id"
read -r project state < <(jq -r '"\(.project_id) \(.status)"' <<< "$body")
url="https://platform.toloka.ai/requester/project/$project/training/$id"

results=$(jq -nc --arg id "$id" --arg operation "$operation" --arg status "$status" --argjson open "$already_open" \
  --arg url "$url" '[{"training-id": $id, "operation-id": $operation, status: $status, "already-open": $open, "training-url": $url}]')
printf '%s\n' "status=$status" "already-open=$already_open" "training-url=$url" "results=$results" >> "$GITHUB_OUTPUT"
printf '| Training | Operation | Status |\n| --- | --- | --- |\n| [%s](%s) | %s | %s |\n\n' \
  "$id" "$url" "$operation" "$status" >> "$GITHUB_STEP_SUMMARY"
if [[ $status == FAIL || $state != OPEN ]]; then
  echo "::error title=Toloka::training $id: the operation ended with $status, the training is $state"
  exit 1
fi
echo "training $id: $status, $url"
