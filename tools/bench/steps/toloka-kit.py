# The step as people write it with toloka-kit. It opens the training, waits until it is open, and reads it.
import os

from toloka.client import TolokaClient

client = TolokaClient(os.environ['TOKEN'], url=os.environ['API_URL'].removesuffix('/api/v1'))
training = client.open_training(os.environ['TRAINING_IDS'])
with open(os.environ['GITHUB_OUTPUT'], 'a') as outputs:
    outputs.write(f'status={training.status.value}\n')
print(f'training {training.id}: {training.status.value}')
